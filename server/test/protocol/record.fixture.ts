// Records a new fixture from today's server: `npm run fixtures -- --add <name>`. What is published is never recorded anew.
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { PROTOCOL } from '@onetrip/shared/wire/protocol'
import { contractOfToday } from './contract'
import { addFixture, readFixture } from './corpus'
import { makeBundle } from './makeBundle'
import { makeWorld } from './makeWorld'
import { SCENES } from './scenes'
import { openStage, type Stage } from './stage'
import { openWorld, World } from './world'

const { ONETRIP_FIXTURE: name = '', ONETRIP_FIXTURE_FROM: from = '' } = process.env

async function onStage<T>(play: (stage: Stage) => Promise<T>): Promise<{ readonly stage: Stage; readonly played: T }> {
  const world = World.parse(readFixture('protocol-1/world'))
  await using house = await openWorld(world)
  const stage = openStage(world, house)
  return { stage, played: await play(stage) }
}

async function record(): Promise<unknown> {
  if (from !== '') return JSON.parse(await readFile(from, 'utf8'))
  if (name === 'protocol-1/world') return makeWorld()
  if (/[/]contract(-\d+)?$/.test(name)) return contractOfToday()
  if (name === 'protocol-1/bundle') {
    const { played } = await onStage(makeBundle)
    return { file: Buffer.from(played).toString('base64') }
  }
  const scene = SCENES[name]
  if (!scene) throw new Error(`there is no scene ${name}; there are: ${Object.keys(SCENES).join(', ')}`)
  const { stage } = await onStage(scene)
  return { protocol: PROTOCOL, recordedAt: new Date().toISOString(), steps: stage.steps }
}

it(`records ${name}`, async () => {
  addFixture(name, await record())
  expect(readFixture(name)).toBeDefined()
})
