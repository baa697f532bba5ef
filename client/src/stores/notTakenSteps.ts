import { inject, shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import type { NotTaken } from '../rescue/secondCopy'

/** Handed-in steps that this tablet lost and the server did not take from their second copies, each with its reason. */
export type NotTakenSteps = Readonly<ShallowRef<readonly NotTaken[]>>

export const NOT_TAKEN_STEPS: InjectionKey<NotTakenSteps> = Symbol('not-taken-steps')

/** None where a browser has no place for second copies. */
export const useNotTakenSteps = (): NotTakenSteps => inject(NOT_TAKEN_STEPS, () => shallowRef([]), true)
