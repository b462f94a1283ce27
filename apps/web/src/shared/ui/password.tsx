import { Field } from './form.tsx';

interface Props {
  readonly label?: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly fault?: string | undefined;
}

/** The password that somebody has. */
export const CurrentPassword = ({ label = 'Password', ...props }: Props) => (
  <Field {...props} label={label} type="password" autoComplete="current-password" required />
);

/** A password that somebody chooses. */
export const NewPassword = ({ label = 'Password', ...props }: Props) => (
  <Field
    {...props}
    label={label}
    type="password"
    autoComplete="new-password"
    required
    minLength={10}
    maxLength={128}
    hint="At least 10 characters."
  />
);
