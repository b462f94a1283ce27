import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

/** A TCP proxy between Inkwell and its database: it delays, goes silent, or leads to another server. */
export class Proxy {
  /** Milliseconds that everything takes longer, each way. */
  delay_ms = 0;
  #silent = false;
  #port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
    server.on('connection', (client) => this.#serve(client));
  }

  static async to(port: number): Promise<Proxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Proxy(server, port);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections stay open, and nothing gets through them any more, as when a cable is pulled. */
  goSilent(): void {
    this.#silent = true;
  }

  /** What was swallowed stays swallowed; new connections work. */
  speakAgain(): void {
    this.#silent = false;
  }

  /** New connections go there; old ones are cut. */
  leadTo(port: number): void {
    this.#port = port;
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(client: Socket): void {
    const server = connect(this.#port, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      let is_cut = this.#silent;
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (bytes) => {
        is_cut ||= this.#silent;
        if (is_cut) return;
        if (this.delay_ms === 0) to.write(bytes);
        else setTimeout(() => to.writable && to.write(bytes), this.delay_ms);
      });
      // The other side hears of it as it would from the server itself: the connection is gone.
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
  }
}
