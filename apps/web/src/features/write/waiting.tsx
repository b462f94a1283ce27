import { useEffect, useState } from 'react';

const THINKING_MS = 400;
const STILL_MS = 8_000;

/** Nothing for 400 ms, then that it thinks, then that nothing was charged. */
export function Waiting() {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const thinking = setTimeout(() => setSaid('Thinking…'), THINKING_MS);
    const still = setTimeout(() => setSaid('Still waiting. Nothing charged yet.'), STILL_MS);
    return () => {
      clearTimeout(thinking);
      clearTimeout(still);
    };
  }, []);
  return (
    <p className="font-sans text-14 text-muted">
      {said}
      <span aria-hidden="true" className="caret" />
    </p>
  );
}
