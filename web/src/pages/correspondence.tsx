import { useEffect, useState } from "preact/hooks";
import type { MessageGraph, Page, Thread, ThreadMessage } from "../api/types";
import { useGet } from "../api/use";
import { t } from "../i18n";
import { lazy } from "../lazy";
import { Name } from "../parts/entity";
import { Nothing, Trouble, Waiting } from "../parts/notices";
import { Said } from "../parts/said";
import { StatementCard } from "../parts/statement";
import { address, ask, usePlace } from "../router";

const Network = lazy(() => import("../network/network").then((module) => module.Network));

/** Threads that are shown before one chooses two who write to each other. */
const SHOWN = 12;

/** Messages as threads with the days that answers took, and who wrote to whom as a graph. */
export function CorrespondencePage() {
  const { query } = usePlace();
  const between = query.getAll("between").slice(0, 2);
  const found = useGet<Page<Thread | ThreadMessage> & { graph?: MessageGraph }>("threads", {
    between,
    limit: 200,
  });
  const all = useGet<Page<Thread> & { graph?: MessageGraph }>(between.length > 0 ? "threads" : null);
  const [many, more] = useState(SHOWN);
  const graph = found.data?.graph?.nodes.length ? found.data.graph : all.data?.graph;
  const threads = threadsOf(found.data?.lines ?? [], between);
  return (
    <section class="page wide">
      <h1>{t("nav.correspondence")}</h1>
      <Between between={between} key={between.join("\n")} />
      <Trouble asked={found} />
      <Waiting asked={found} />
      {graph && graph.nodes.length > 0 && <Graph graph={graph} />}
      {found.data && threads.length === 0 && <Nothing>{t("threads.nothing")}</Nothing>}
      <ol class="threads">
        {threads.slice(0, many).map((thread) => (
          <li key={thread.between.join("\n")} data-item>
            <ThreadOf thread={thread} open={threads.length <= 3} />
          </li>
        ))}
      </ol>
      {threads.length > many && (
        <p class="more">
          <button type="button" onClick={() => more(many + SHOWN)}>
            {t("more")}
          </button>
        </p>
      )}
    </section>
  );
}

/** Threads, the longest first; between two who were named, the messages come as they are. */
function threadsOf(lines: (Thread | ThreadMessage)[], between: string[]): Thread[] {
  const messages = lines.filter((line): line is ThreadMessage => "roles" in line);
  if (messages.length > 0) return [{ between, messages }];
  const threads = lines.filter((line): line is Thread => "messages" in line);
  return threads.sort((a, b) => b.messages.length - a.messages.length);
}

function Graph({ graph }: { graph: MessageGraph }) {
  return (
    <Network
      nodes={graph.nodes.map((node) => ({ id: node.id, name: node.name, weight: node.messages }))}
      edges={graph.edges}
      directed
      label={t("threads.graph")}
      node={(node) => address("/entity", { name: node.name })}
      edge={(edge) => {
        const name = (id: string) => graph.nodes.find((node) => node.id === id)?.name ?? id;
        return address("/correspondence", { between: [name(edge.from), name(edge.to)] });
      }}
      told={(edge, from, to) => `${from.name} → ${to.name}: ${t("threads.messages", { count: edge.count })}`}
    />
  );
}

function Between({ between }: { between: string[] }) {
  const [one, setOne] = useState(between[0] ?? "");
  const [other, setOther] = useState(between[1] ?? "");
  useEffect(() => {
    setOne(between[0] ?? "");
    setOther(between[1] ?? "");
  }, [between[0], between[1]]);
  return (
    <form
      class="bar"
      onSubmit={(event) => {
        event.preventDefault();
        ask({ between: [one.trim(), other.trim()].filter(Boolean) }, false);
      }}
    >
      <label>
        {t("threads.one")}
        <input type="search" value={one} onInput={(event) => setOne(event.currentTarget.value)} />
      </label>
      <label>
        {t("threads.other")}
        <input type="search" value={other} onInput={(event) => setOther(event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={(one.trim() === "") !== (other.trim() === "")}>
        {t("go")}
      </button>
      {between.length > 0 && <a href="/correspondence">{t("all")}</a>}
    </form>
  );
}

function ThreadOf({ thread, open }: { thread: Thread; open: boolean }) {
  const [one, other] = thread.between;
  return (
    <details class="thread" open={open}>
      <summary>
        <strong>
          <Said text={thread.between.join(" – ")} />
        </strong>{" "}
        <span class="faint">{t("threads.messages", { count: thread.messages.length })}</span>
      </summary>
      <p class="faint">
        {one && <Name text={one} />} {other && <Name text={other} />}
      </p>
      <ol class="messages">
        {thread.messages.map((message) => (
          <li key={message.id} class={fromFirst(message, one) ? "forth" : "back"}>
            {message.answers && message.days !== null && (
              <p class="waited">
                {message.days === 0 ? t("threads.same") : t("threads.waited", { count: message.days })}
              </p>
            )}
            <StatementCard statement={message} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function fromFirst(message: ThreadMessage, one: string | undefined): boolean {
  return (message.roles.from ?? []).some((filler) => (filler.entity ?? filler.text) === one);
}
