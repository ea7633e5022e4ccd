import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import type { ChartSeries, ChartTone } from './chart-series.ts'

type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption
>

interface ChartFigures {
  categories: readonly string[]
  series: readonly ChartSeries[]
  format: (value: number) => string
  axisFormat?: (value: number) => string
}

/** Names of the design tokens that tones are drawn in. */
const TOKENS: Readonly<Record<ChartTone, string>> = {
  accent: 'accent',
  success: 'success-text',
  warning: 'warning-text',
  danger: 'danger',
  muted: 'control',
  violet: 'accent-text',
}

/** What the chart library is told. `token` answers a colour of the theme. */
export function chartOption(
  { categories, series, format, axisFormat = format }: ChartFigures,
  token: (name: string) => string,
): ChartOption {
  const text = { color: token('muted'), fontFamily: 'inherit', fontSize: 11 }
  const line = { lineStyle: { color: token('line') } }
  return {
    animation: false,
    grid: {
      left: 8,
      right: 12,
      top: series.length > 1 ? 34 : 12,
      bottom: 10,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...(series.length > 1 && {
      legend: { top: 0, left: 0, icon: 'roundRect', itemWidth: 10, itemHeight: 10, textStyle: text },
    }),
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: token('surface'),
      borderColor: token('line-strong'),
      textStyle: { ...text, color: token('text') },
      axisPointer: { type: 'line', lineStyle: { color: token('line-strong') } },
      valueFormatter: (value) => (typeof value === 'number' ? format(value) : '—'),
    },
    xAxis: {
      type: 'category',
      data: [...categories],
      axisLabel: text,
      axisLine: line,
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      axisLabel: { ...text, formatter: (value: number) => axisFormat(value) },
      splitLine: line,
    },
    series: series.map(({ name, kind, values, tone, stack }) => {
      const colour = token(TOKENS[tone])
      const common = { name, data: [...values], itemStyle: { color: colour } }
      return kind === 'bar'
        ? { ...common, type: 'bar' as const, barMaxWidth: 26, ...(stack !== undefined && { stack }) }
        : {
            ...common,
            type: 'line' as const,
            symbol: 'circle',
            symbolSize: 5,
            connectNulls: false,
            lineStyle: { color: colour, width: 2 },
          }
    }),
  }
}
