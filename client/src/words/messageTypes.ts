/** A tree of messages; `{name}` stands for a value, `|` parts the singular from the plural. */
export type Messages = { readonly [key: string]: string | Messages }

/** What a translation of `T` must hold: the same keys, nothing more, nothing less. */
export type Translation<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]> }

type Path<Prefix extends string, Key extends string> = Prefix extends '' ? Key : `${Prefix}.${Key}`

/** Keys of all leaves, joined by dots: `kit.field.required`. */
export type KeyOf<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? Path<Prefix, K> : KeyOf<T[K], Path<Prefix, K>>
}[keyof T & string]

/** The message at a dotted key, as a literal type. */
export type MessageAt<T, Key extends string> = Key extends keyof T
  ? T[Key]
  : Key extends `${infer Head}.${infer Rest}`
    ? Head extends keyof T
      ? MessageAt<T[Head], Rest>
      : never
    : never

/** Names of the values that a message asks for: `'count' | 'max'` in `'{count} of {max}'`. */
export type NamesIn<Message> = Message extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never
