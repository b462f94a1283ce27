import { setTimeout as pause } from 'node:timers/promises';
import { type Http, get } from './http.ts';

/** A figure of the server's `/metrics`, read until it is as wanted. */
export async function metric(
  http: Http,
  name: string,
  is_wanted: (value: number) => boolean = () => true,
): Promise<number> {
  const line = new RegExp(`^${name} (\\S+)$`, 'm');
  for (;;) {
    const { text } = await http.send(get('/metrics'));
    const value = Number(line.exec(text)![1]);
    if (is_wanted(value)) return value;
    await pause(10);
  }
}
