// Before any test of a worker: Dexie keeps the IndexedDB that it finds when it is first loaded, by whichever test.
import 'fake-indexeddb/auto'
