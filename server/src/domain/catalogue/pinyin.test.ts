import { describe, expect, it } from 'vitest'
import { openSounds, PinyinException } from './pinyin'

const soundOf = await openSounds()

const HUAN = { word: '还款', pinyin: 'huan kuan' }

describe('the sound of a name', () => {
  it.each([
    ['个体工商户', 'ge ti gong shang hu', 'gtgsh'],
    ['给付', 'ji fu', 'jf'],
    ['绿化', 'lv hua', 'lh'],
    ['食品经营许可（餐饮）', 'shi pin jing ying xu ke can yin', 'spjyxkcy'],
    ['ＥＴＣ办理（A1）', 'etc ban li a1', 'etcbla1'],
    ['𠮷日', '𠮷 ri', '𠮷r'],
  ])('%s: %s, %s', (name, full, initials) => {
    expect(soundOf(name, [])).toEqual({ full, initials })
  })

  it('follows the exceptions, wherever they stand', () => {
    expect(soundOf('还款', []).full).toBe('hai kuan')
    expect(soundOf('还款', [HUAN]).full).toBe('huan kuan')
    expect(soundOf('贷款还款与还款', [{ word: '与', pinyin: 'yu' }, HUAN])).toEqual({
      full: 'dai kuan huan kuan yu huan kuan',
      initials: 'dkhkyhk',
    })
  })

  it('an exception says one syllable per character', () => {
    expect(PinyinException.safeParse(HUAN).success).toBe(true)
    expect(PinyinException.safeParse({ word: '还款', pinyin: 'huan' }).success).toBe(false)
    expect(PinyinException.safeParse({ word: '还款', pinyin: 'huán kuǎn' }).success).toBe(false)
  })
})
