import { copyFile, cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { takeIn } from '../../../test/caseFixture'
import { createTestDatabase } from '../../../test/database'
import { findDistrictId } from '../../db/district'
import { dump, fill, listFiles, openBackupScene, type BackupScene } from './backupScene'
import { assertNoUnfinishedRestore } from './command'

type Spoil = (backup: string, folder: string) => Promise<unknown>

const inManifest =
  (from: RegExp, to: string): Spoil =>
  async (backup) => {
    const path = join(backup, 'manifest.json')
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to))
  }

const firstScanIn = async (folder: string): Promise<string> => (await listFiles(join(folder, 'scans')))[0] ?? ''

const REFUSED: readonly [string, Spoil, RegExp][] = [
  ['without a manifest', (backup) => rm(join(backup, 'manifest.json')), /cut short .* restore another one/],
  ['from half a manifest', (backup) => truncate(join(backup, 'manifest.json'), 99), /manifest.json is damaged/],
  ['from a manifest of nonsense', inManifest(/"tables"/, '"stools"'), /manifest.json is damaged/],
  ['from a newer version', inManifest(/"format": 1/, '"format": 2'), /newer version .* update this one/],
  ['from other migrations', inManifest(/0003-second-tries/, '0003-other'), /has had 0003-other.sql, which is not/],
  [
    'from migrations that said something else',
    inManifest(/("0002-outside.sql",\s+"sha256": ")[0-9a-f]{64}/, `$1${'0'.repeat(64)}`),
    /has had 0002-outside.sql, which is not/,
  ],
  ['from a damaged table', (backup) => truncate(join(backup, 'tables', 'cases.copy'), 9), /cases.copy .* damaged/],
  ['without a table', (backup) => rm(join(backup, 'tables', 'post.copy')), /post.copy is missing/],
  ['without a scan', async (_, folder) => rm(await firstScanIn(folder)), /1 files of the backup .* --without-damaged/],
  [
    'from a damaged scan',
    async (_, folder) => writeFile(await firstScanIn(folder), 'something else'),
    /1 files of the backup .* --without-damaged/,
  ],
  ['from nowhere', (backup) => rm(backup, { recursive: true }), /There is no folder/],
]

describe('a restore is refused', () => {
  it('from what is no whole backup of a house that we know, and nothing is changed', async () => {
    await using scene = await openBackupScene()
    await takeIn(scene.test)
    const { backup } = await scene.backUp()
    for (const [name, spoil, sentence] of REFUSED) {
      const folder = join(scene.target.dataDir, 'copies', name)
      await cp(scene.folder, folder, { recursive: true })
      const copy = join(folder, basename(backup))
      await spoil(copy, folder)
      await expect(scene.restore({ folder: copy }), name).rejects.toThrow(sentence)
      expect(await dump(scene.target.ownerPool), name).toEqual({})
      await assertNoUnfinishedRestore(ownerUrlOf(scene))
    }
    await scene.restore()
  })

  it('into a database that holds a district, or anything else', async () => {
    await using scene = await openBackupScene()
    await scene.backUp()
    const ownerUrl = scene.test.ownerPool.options.connectionString ?? ''
    await expect(scene.restore({ ownerUrl })).rejects.toThrow(/holds a district already, .*ONETRIP_DATA/)
    await scene.target.ownerPool.query('create table notes ()')
    await expect(scene.restore()).rejects.toThrow(/holds tables already/)
  })

  it('of a scan that it does without when it is told to', async () => {
    await using scene = await openBackupScene()
    await takeIn(scene.test)
    await scene.backUp()
    const scan = await firstScanIn(scene.folder)
    await rm(scan)
    await scene.restore({ isLossAllowed: true })
    const word = `MISSING OR DAMAGED in the backup: ${scan.slice(scene.folder.length + 1)}; the backup once held it`
    expect(scene.said).toContain(word)
    expect((await dump(scene.target.ownerPool)).scan).toHaveLength(4)
    expect(await listFiles(join(scene.target.dataDir, 'scans'))).toHaveLength(3)
  })
})

describe('a backup', () => {
  it('is refused of a database without a district, and into the data folder itself', async () => {
    await using scene = await openBackupScene()
    await using empty = await createTestDatabase()
    const ownerUrl = empty.ownerPool.options.connectionString ?? ''
    await expect(scene.backUp({ ownerUrl })).rejects.toThrow(/holds no district yet/)
    const folder = join(scene.test.dataDir, 'backups')
    await expect(scene.backUp({ folder })).rejects.toThrow(/lies in the data folder itself/)
    expect(await readdir(scene.folder)).toEqual([])
  })

  it('tells of each scan that is missing or damaged, by its hash, and has all the rest', async () => {
    await using scene = await openBackupScene()
    await takeIn(scene.test)
    const [missing = '', damaged = ''] = await listFiles(join(scene.test.dataDir, 'scans'))
    await rm(missing)
    await writeFile(damaged, 'something else')
    const { backup, lost } = await scene.backUp()
    const names = [missing, damaged].map((path) => path.slice(scene.test.dataDir.length + 1))
    const words = names.map((name) => `MISSING OR DAMAGED in the data folder: ${name}; it is not in the backup`)
    expect(scene.said).toEqual(expect.arrayContaining(words))
    expect(lost).toHaveLength(2)
    expect(await listFiles(join(scene.folder, 'scans'))).toHaveLength(2)

    await scene.restore({ folder: backup })
    expect(scene.said).toContain(`MISSING OR DAMAGED in the backup: ${names[0]}; it was so when the backup was made`)
    expect(await listFiles(join(scene.target.dataDir, 'scans'))).toHaveLength(2)
  })

  it('mends its own copy of a scan, and says when only it still has one', async () => {
    await using scene = await openBackupScene()
    await takeIn(scene.test)
    await scene.backUp()
    const [first = '', second = ''] = (await listFiles(join(scene.folder, 'scans'))).map((path) =>
      path.slice(scene.folder.length),
    )
    await writeFile(join(scene.folder, first), 'something else')
    await rm(join(scene.test.dataDir, second))
    const { lost } = await scene.backUp()
    expect(lost.map(({ became }) => became)).toEqual(['kept'])
    expect(scene.said.at(-1)).toMatch(/an earlier backup in this folder has it$/)
    await copyFile(join(scene.folder, second), join(scene.test.dataDir, second))
    expect((await scene.backUp()).lost).toEqual([])
    await scene.restore()
  })

  it('that was cut leaves the one before, which is the one that is restored', async () => {
    await using scene = await openBackupScene()
    await takeIn(scene.test)
    const first = await scene.backUp()
    await takeIn(scene.test)
    const cut = scene.backUp({ say: throwAt(/^ {2}cases:/) })
    await expect(cut).rejects.toThrow('killed')
    expect((await readdir(scene.folder)).filter((name) => name.startsWith('20'))).toHaveLength(2)
    await scene.restore()
    expect(scene.said.join('\n')).toContain(`restoring ${first.backup}`)
    expect((await dump(scene.target.ownerPool)).cases).toHaveLength(1)
  })
})

it('a restore that dies leaves no house, is known for what it is, and begins anew', async () => {
  await using scene = await openBackupScene()
  await fill(scene.test)
  await scene.backUp()
  for (const moment of [/^ {2}cases:/, /^copying/, /files are in place$/, /jobs begun anew$/]) {
    await expect(scene.restore({ say: throwAt(moment) })).rejects.toThrow('killed')
    expect(await dump(scene.target.ownerPool)).toEqual({})
    await expect(findDistrictId(scene.target.pool)).rejects.toThrow('does not exist')
    await expect(assertNoUnfinishedRestore(ownerUrlOf(scene))).rejects.toThrow(/has begun and not come to its end/)
  }
  await scene.restore()
  expect(scene.said).toContain('an earlier restore did not come to its end: beginning anew')
  await assertNoUnfinishedRestore(ownerUrlOf(scene))
  expect(await findDistrictId(scene.target.pool)).toBe(scene.test.house.districtId)
  const { rows } = await scene.target.ownerPool.query('select name from pgboss.job where data is not null')
  expect(rows).toHaveLength(2)
})

const ownerUrlOf = ({ target }: BackupScene): string => target.ownerPool.options.connectionString ?? ''

const throwAt =
  (moment: RegExp) =>
  (line: string): void => {
    if (moment.test(line)) throw new Error('killed')
  }
