// For tools that read only `.ts` (ESLint); vue-tsc sees the real components and their props.
declare module '*.vue' {
  import type { Component } from 'vue'
  const component: Component
  export default component
}
