export type { Colour } from './colours.ts'
export {
  customerPanelsKey,
  findAnythingKey,
  customerTabsKey,
  settingsPagesKey,
  sitePanelsKey,
  type CustomerPanel,
  type CustomerTab,
  type FeatureFace,
  type NavigationItem,
  type PaletteCommand,
  type Shortcut,
  type SettingsPage,
  type SitePanel,
} from './feature-face.ts'
export { useWhyNot, whyNotKey, type WhyNot } from './permission.ts'
export { useCountedOptions } from './useCountedOptions.ts'
export { useElementWidth } from './useElementWidth.ts'
export { useFormActions } from './form-actions.ts'
export { filterOptions, type UiOption } from './options.ts'
export { countryOptions, currencyOptions, timeZoneOptions } from './place-options.ts'
export { default as UiBadge } from './UiBadge.vue'
export { default as UiButton } from './UiButton.vue'
export { default as UiCheckbox } from './UiCheckbox.vue'
export { default as UiCombobox } from './UiCombobox.vue'
export { default as UiConfirmHost } from './UiConfirmHost.vue'
export { default as UiCopyButton } from './UiCopyButton.vue'
export { default as UiDialog } from './UiDialog.vue'
export { default as UiEmpty } from './UiEmpty.vue'
export { default as UiField } from './UiField.vue'
export {
  fitColumns,
  forgetGrid,
  UiGrid,
  type UiGridAnchor,
  type UiGridColumn,
  type UiGridRange,
  type UiGridSelectionState,
  type UiGridSort,
} from './grid/index.ts'
export { default as UiIconButton } from './UiIconButton.vue'
export { default as UiInput } from './UiInput.vue'
export { default as UiKbd } from './UiKbd.vue'
export { default as UiLogo } from './UiLogo.vue'
export { default as UiMenu } from './UiMenu.vue'
export type { UiMenuItem } from './menu-item.ts'
export { default as UiMultiSelect } from './UiMultiSelect.vue'
export { default as UiNotice } from './UiNotice.vue'
export { default as UiNumber } from './UiNumber.vue'
export { default as UiPanel } from './UiPanel.vue'
export { default as UiPrintSheet } from './UiPrintSheet.vue'
export { default as UiProgress } from './UiProgress.vue'
export { default as UiQrCode } from './UiQrCode.vue'
export { default as UiSearchBox } from './UiSearchBox.vue'
export { default as UiSegmented } from './UiSegmented.vue'
export { default as UiSelect } from './UiSelect.vue'
export { default as UiSkeleton } from './UiSkeleton.vue'
export { default as UiSwitch } from './UiSwitch.vue'
export { default as UiTabs } from './UiTabs.vue'
export type { UiTab } from './tab.ts'
export { default as UiTextarea } from './UiTextarea.vue'
export { default as UiToaster } from './UiToaster.vue'
export { default as UiTooltip } from './UiTooltip.vue'
export { useConfirm, type ConfirmRequest } from './useConfirm.ts'
export { useListPopup } from './useListPopup.ts'
export { leaveField, useFieldControl, type ControlProps } from './useFieldControl.ts'
export { useToast, type ToastRequest } from './useToast.ts'
export { commandsOf, pageCommands, usePageCommands, type PageCommand } from './page-commands.ts'
export { ownPageTitle, usePageTitle } from './usePageTitle.ts'
export { useTypedText } from './useTypedText.ts'
export { useKeptRoute } from './useKeptRoute.ts'
export { focusInvalid } from './focus-invalid.ts'
export { useFocusBack } from './useFocusBack.ts'
export { useScreenKeys, useWindowKeys } from './useScreenKeys.ts'
export { isTheme, useTheme, type Theme } from './useTheme.ts'
export type { ChartSeries } from './chart/chart-series.ts'
export { UiChart } from './chart/index.ts'
