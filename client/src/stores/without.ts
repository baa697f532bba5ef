/** A copy without one key; unlike a key that is `undefined`, what is absent is not saved. */
export function without<Value extends object, Key extends keyof Value>(value: Value, key: Key): Omit<Value, Key> {
  const rest = { ...value }
  Reflect.deleteProperty(rest, key)
  return rest
}
