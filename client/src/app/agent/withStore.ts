import { localDatabaseName } from '../../db/deviceRegistry'
import { LocalDatabase } from '../../db/localDatabase'

/** Opens an agent's own store for as long as the work takes. */
export async function withStore<Answer>(postId: string, work: (db: LocalDatabase) => Promise<Answer>): Promise<Answer> {
  const db = new LocalDatabase(localDatabaseName(postId))
  try {
    return await work(db)
  } finally {
    db.close()
  }
}
