// Each rule says why: the message is what a developer reads. The table behind it: docs/architecture.md.
const only = (name, from, mayReach, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '[.]test[.]ts$' },
  to: { path: '^(client|server|shared)/src', pathNot: mayReach },
})

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle has no bottom to read from.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphan-imports',
      severity: 'error',
      comment: 'An import that resolves to nothing.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|node:)|[.]css$|[?]' },
    },

    only('shared-is-pure', '^shared/src', ['^shared/src'], 'Shared rules run on the tablet and on the server.'),
    {
      name: 'shared-no-runtime',
      severity: 'error',
      comment: 'No Node, DOM or framework in the rules; zod only.',
      from: { path: '^shared/src', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: 'zod' },
    },

    only(
      'client-db',
      '^client/src/db',
      ['^client/src/db', '^shared/src'],
      'The tablet store knows no network and no screen.',
    ),
    only(
      'client-vault',
      '^client/src/vault',
      ['^client/src/(vault|db)', '^shared/src'],
      'A passphrase in, a codec out: the vault knows no network and no screen.',
    ),
    only(
      'client-api',
      '^client/src/api',
      ['^client/src/api', '^shared/src', '^server/src/app/router[.]ts$'],
      'The API client knows the server by type only.',
    ),
    {
      name: 'client-knows-server-by-type',
      severity: 'error',
      comment: 'No server code may reach a browser.',
      from: { path: '^client/src' },
      to: { path: '^server/src', dependencyTypesNot: ['type-only'] },
    },
    only(
      'client-sync',
      '^client/src/sync',
      ['^client/src/(sync|db|api)', '^shared/src'],
      'Sync runs with no screen open.',
    ),
    only(
      'client-sw',
      '^client/src/sw',
      ['^client/src/(sw|background|db)', '^shared/src'],
      'The service worker has no screen.',
    ),
    only(
      'client-background',
      '^client/src/background',
      ['^client/src/(background|envelope|sync|db|api)', '^shared/src'],
      'What a page and the service worker do alike for whoever is not there.',
    ),
    only(
      'client-rescue',
      '^client/src/rescue',
      ['^client/src/(rescue|sync|db|api)', '^shared/src'],
      'A bundle goes from any page, whoever opened it.',
    ),
    only(
      'client-envelope',
      '^client/src/envelope',
      ['^client/src/(envelope|sync|db)', '^shared/src'],
      'Sealing, signing and checking by the browser’s own cryptography.',
    ),
    only(
      'client-device',
      '^client/src/device',
      ['^client/src/(device|sync|db|api)', '^shared/src'],
      'What a tablet is to the server has no screen.',
    ),
    only(
      'client-scan',
      '^client/src/scan',
      ['^client/src/scan', '^shared/src'],
      'Scanning turns pictures into masters; it keeps nothing.',
    ),
    only(
      'client-search',
      '^client/src/search',
      ['^client/src/search', '^shared/src'],
      'Search finds among what it is given; it reads nothing and keeps nothing on the disk.',
    ),
    only(
      'client-ui',
      '^client/src/ui',
      ['^client/src/(ui|words)', '^shared/src'],
      'UI parts get props; they fetch nothing.',
    ),
    only('client-words', '^client/src/words', ['^client/src/words', '^shared/src'], 'Words are data.'),
    only(
      'client-stores',
      '^client/src/stores',
      ['^client/src/(stores|rescue|sync|db|api|scan|search)', '^shared/src'],
      'Stores are a view of tables, not of screens.',
    ),
    only(
      'client-features',
      '^client/src/features',
      ['^client/src/(features|stores|ui|words|scan|search|db|api)', '^shared/src'],
      'A screen reaches the network only through a store.',
    ),
    {
      name: 'features-do-not-meet',
      severity: 'error',
      comment: 'Two features talk through a store, a route, or shared.',
      from: { path: '^client/src/features/([^/]+)/' },
      to: { path: '^client/src/features/([^/]+)/', pathNot: '^client/src/features/$1/' },
    },
    {
      name: 'only-app-imports-app',
      severity: 'error',
      comment: 'app/ wires; nothing may lean on the wiring.',
      from: { path: '^(client|server)/src/(?!app/|sw/)', pathNot: '[.]test[.]ts$' },
      to: { path: '^(client|server)/src/app/', pathNot: '^server/src/app/router[.]ts$' },
    },

    only('server-db', '^server/src/db', ['^server/src/db', '^shared/src'], 'SQL knows no rules.'),
    only(
      'server-domain',
      '^server/src/domain',
      ['^server/src/(domain|db)', '^shared/src'],
      'Rules know no transport and no courier company.',
    ),
    only(
      'server-adapters',
      '^server/src/adapters',
      ['^server/src/(adapters|domain)', '^shared/src'],
      'An adapter turns one company’s words into ours; it keeps nothing.',
    ),
    only(
      'server-routers',
      '^server/src/routers',
      ['^server/src/(routers|domain)', '^server/src/db/transaction[.]ts$', '^shared/src'],
      'A router is thin: no SQL, no rule.',
    ),
    only(
      'server-jobs',
      '^server/src/jobs',
      ['^server/src/(jobs|domain)', '^server/src/db/transaction[.]ts$', '^shared/src'],
      'A job is a trigger for a use case.',
    ),

    {
      name: 'simulators-stand-alone',
      severity: 'error',
      comment: 'A simulator that shares our code would share our mistakes.',
      from: { path: '^e2e/simulators' },
      to: { path: '^(client|server|shared)/' },
    },
    {
      name: 'checker-stands-alone',
      severity: 'error',
      comment: 'A judge that shares our code would share our mistakes: it knows Node and PostgreSQL only.',
      from: { path: '^e2e/checker' },
      to: { dependencyTypesNot: ['core'], pathNot: '^e2e/checker/|(^|/)node_modules/(@types/pg|pg|vitest)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/[.]types|artifacts)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.vue', '.mjs', '.js', '.cjs', '.json'],
    },
  },
}
