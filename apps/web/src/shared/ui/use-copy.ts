import { useState } from 'react';

/**
 * Copies a text, and whether it has. Without TLS browsers keep the clipboard to themselves: then `select` marks it, to be
 * copied by hand.
 */
export function useCopy(text: string, select: () => void) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      select();
    }
  };
  return { copied, copy };
}
