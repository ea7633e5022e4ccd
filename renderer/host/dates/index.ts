export { default as DateInput } from './DateInput.vue'
export { officeDayKey, officeMomentKey, useOfficeMoment } from './office-day.ts'
export { fieldPathKey, useUnreadFields } from './unread-fields.ts'
