import { billingCommands } from './billing/commands.ts'
import { catalogCommands } from './catalog/commands.ts'
import type { CommandDefinition } from './command.ts'
import { contactCommands } from './contact/commands.ts'
import { customerCommands } from './customer/commands.ts'
import { demoCommands } from './demo/commands.ts'
import { importCommands } from './import/commands.ts'
import { inventoryCommands } from './inventory/commands.ts'
import { invoiceCommands } from './invoice/commands.ts'
import { issueCommands } from './issue/commands.ts'
import { paymentCommands } from './payment/commands.ts'
import { chargeCommands } from './service/charge-commands.ts'
import { serviceCommands } from './service/commands.ts'
import { setupCommands } from './setup/commands.ts'
import { siteCommands } from './site/commands.ts'

const all: readonly CommandDefinition[] = [
  ...setupCommands,
  ...demoCommands,
  ...catalogCommands,
  ...customerCommands,
  ...contactCommands,
  ...siteCommands,
  ...serviceCommands,
  ...chargeCommands,
  ...inventoryCommands,
  ...billingCommands,
  ...invoiceCommands,
  ...paymentCommands,
  ...importCommands,
  ...issueCommands,
]

/** Every command by its name; the dispatcher, the activity log, undo and tests follow it. */
export const commands: Readonly<Record<string, CommandDefinition>> = Object.fromEntries(
  all.map((command) => [command.name, command]),
)

export const commandNames = all.map((command) => command.name)
