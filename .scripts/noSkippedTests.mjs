/**
 * A vitest reporter: a run with a skipped test is red. A test that does not run proves nothing, and nobody looks at
 * it again. A run narrowed by name (`-t`) skips the others by intention, so it is left alone.
 */
export const noSkippedTests = {
  onInit(vitest) {
    this.vitest = vitest
  },
  onTestRunEnd(modules) {
    if (this.vitest.config.testNamePattern) return
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')])
    for (const test of skipped) this.vitest.logger.error(`skipped test: ${test.module.moduleId} > ${test.fullName}`)
    if (skipped.length > 0) process.exitCode = 1
  },
}
