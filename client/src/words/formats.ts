/** One set for all languages; `Intl` knows how each writes it. The zone comes from the district, never from the device. */
export const datetimeFormats = (timeZone: string) =>
  ({
    time: { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    date: { timeZone, year: 'numeric', month: 'long', day: 'numeric' },
    monthDay: { timeZone, month: 'long', day: 'numeric' },
    dateTime: {
      timeZone,
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    },
    // A plain date has no zone: it is midnight UTC by our own writing, and read back the same way.
    plainDate: { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' },
  }) as const satisfies Record<string, Intl.DateTimeFormatOptions>

export const numberFormats = {
  plain: { maximumFractionDigits: 2 },
  percent: { style: 'percent', maximumFractionDigits: 0 },
} as const satisfies Record<string, Intl.NumberFormatOptions>
