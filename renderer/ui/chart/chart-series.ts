/** One row of figures of a chart. */
export interface ChartSeries {
  name: string
  kind: 'bar' | 'line'
  /** One a category; null leaves a gap. */
  values: readonly (number | null)[]
  tone: ChartTone
  /** Bars of one stack stand on each other. */
  stack?: string
}

/** Which colour of the theme a series has. */
export const CHART_TONES = ['accent', 'success', 'warning', 'danger', 'muted', 'violet'] as const
export type ChartTone = (typeof CHART_TONES)[number]
