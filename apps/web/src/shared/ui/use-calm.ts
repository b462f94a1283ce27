import { useEffect, useState } from 'react';

const CALM_MS = 1_500;

/** Follows a value that moves often, once it has been still for a moment. */
export function useCalm(value: number): number {
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), CALM_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return calm;
}
