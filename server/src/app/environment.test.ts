import { describe, expect, it } from 'vitest'
import { readDatabaseUrl, readSettings } from './environment'
import { readOutsideSettings } from './outsideSettings'

describe('settings', () => {
  it('without a word are those of a house in earnest, for this machine alone', () => {
    expect(readSettings({})).toMatchObject({
      isDemo: false,
      host: '127.0.0.1',
      port: 7300,
      origins: [],
      clockOffsetMs: 0,
    })
  })

  it('are read from the environment; an empty line is none', () => {
    const settings = readSettings({
      ONETRIP_DEMO: '1',
      ONETRIP_DATA: '/srv/onetrip',
      ONETRIP_PORT: '0',
      ONETRIP_HOST: '',
      ONETRIP_ORIGIN: 'https://a.example, https://b.example',
      ONETRIP_CLOCK_OFFSET_MS: '-86400000',
    })
    expect(settings).toMatchObject({
      isDemo: true,
      dataDir: '/srv/onetrip',
      port: 0,
      host: '127.0.0.1',
      origins: ['https://a.example', 'https://b.example'],
      clockOffsetMs: -86_400_000,
    })
  })

  it.each([
    ['ONETRIP_PORT', 'http'],
    ['ONETRIP_PORT', '70000'],
    ['ONETRIP_DEMO', 'yes'],
    ['ONETRIP_LOG', 'loud'],
  ])('name what is wrong, and not what it says: %s=%s', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(name)
    expect(() => readSettings({ [name]: value })).not.toThrow(value)
  })

  it('move no clock where people rely on it', () => {
    expect(() => readSettings({ ONETRIP_CLOCK_OFFSET_MS: '1' })).toThrow('rehearsals')
  })

  it('want a database', () => {
    const url = 'postgresql://onetrip_app:secret@127.0.0.1:5432/onetrip'
    expect(readDatabaseUrl({ DATABASE_URL: url }, 'DATABASE_URL')).toBe(url)
    expect(() => readDatabaseUrl({ DATABASE_URL: url }, 'DATABASE_OWNER_URL')).toThrow('DATABASE_OWNER_URL')
    expect(() => readDatabaseUrl({ DATABASE_URL: 'secret' }, 'DATABASE_URL')).not.toThrow('secret')
  })
})

describe('the world outside', () => {
  it('may be missing', () => {
    expect(readOutsideSettings({})).toMatchObject({ department: undefined, sf: undefined })
  })

  it.each([
    { ONETRIP_SF_URL: 'https://sfapi.sf-express.com/std/service' },
    { ONETRIP_DEPARTMENT_ID: 'urban-management', ONETRIP_PRIVATE_KEY: 'whsk_x' },
  ])('is not half there: %j', (variables) => {
    expect(() => readOutsideSettings(variables)).toThrow('set all of')
  })
})
