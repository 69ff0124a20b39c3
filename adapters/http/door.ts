/** Takes requests before there is a bot, and hands them to it while this replica acts. */
import type { HttpRequest, HttpResponse } from './message.ts';
import type { HttpRoute } from './request-handler.ts';
import { type BotRoutes, healthz } from './routes.ts';

/** What a door needs. */
interface DoorParts {
  /** The paths of the bot's public routes. */
  paths: readonly string[];
  /** Returns the route that passes requests on to who acts. */
  passOn(methods: readonly string[]): HttpRoute;
  /** Further public routes, by their paths. */
  more: ReadonlyMap<string, HttpRoute>;
  /** The routes for monitoring while this replica follows. */
  monitoring: BotRoutes['monitoring'];
}

/** The answer of /readyz from the signal to stop until the port closes. */
const ending: HttpResponse = { status: 503, body: { ready: false, checks: { role: 'stops' } } };

/** The routes of a replica, whether it acts or not. */
export type Door = ReturnType<typeof createDoor>;

/** Makes the routes. Requests are passed on until `open` is called, and again after `shut`. */
export function createDoor({ paths, passOn, more, monitoring }: DoorParts) {
  let bot: BotRoutes | null = null;
  let isEnding = false;
  const underWay = new Set<Promise<HttpResponse>>();

  async function byBot(route: HttpRoute, request: HttpRequest): Promise<HttpResponse> {
    const answer = Promise.resolve(route.answer(request));
    underWay.add(answer);
    try {
      return await answer;
    } finally {
      underWay.delete(answer);
    }
  }

  function publicRoute(path: string): HttpRoute {
    const passing = passOn(['POST']);
    const own = () => bot?.public.get(path);
    return {
      methods: ['POST'],
      judge: (head) => (own() ?? passing).judge?.(head) ?? null,
      answer: (request) => {
        const route = own();
        return route ? byBot(route, request) : passing.answer(request);
      },
      tooLarge: async (head) => own()?.tooLarge?.(head),
    };
  }

  function monitoringRoute([path, following]: [string, HttpRoute]): [string, HttpRoute] {
    const answer = (request: HttpRequest) => {
      if (isEnding && path === '/readyz') return ending;
      return (bot?.monitoring.get(path) ?? following).answer(request);
    };
    return [path, { ...following, answer }];
  }

  const routes: BotRoutes = {
    public: new Map([
      ['/healthz', healthz],
      ...paths.map((path): [string, HttpRoute] => [path, publicRoute(path)]),
      ...more,
    ]),
    monitoring: new Map([...monitoring].map(monitoringRoute)),
  };
  return {
    routes,
    /** Hands all requests to the bot from now on. */
    open(to: BotRoutes): void {
      bot = to;
    },
    /** Has load balancers send their requests to the other replicas. What comes all the same is taken. */
    end(): void {
      isEnding = true;
    },
    /** Passes requests on from now on. Resolves when the bot has answered those that it got. */
    async shut(): Promise<void> {
      bot = null;
      await Promise.allSettled([...underWay]);
    },
  };
}
