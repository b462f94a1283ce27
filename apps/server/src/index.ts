/** What the command line uses of the server: its settings, its data, and the operator's routes without a port. */
export { DATABASE_FOLDER, archive } from './backup.ts';
export { type Config, ConfigError, VARIABLES, readConfig } from './config.ts';
export { type Desk, openDesk } from './desk.ts';
export { hasPeople } from './first-start.ts';
export { checkMail } from './mail/mailer.ts';
export { readStripeSettings } from './payments/config.ts';
export { APP_MIGRATIONS, shardsOf } from './rooms.ts';
export { seedDemo } from './seed/index.ts';
export { WriterConfigError, chooseWriter } from './writing/choose.ts';
export { type Writer, WriterError } from './writing/writer.ts';
