/** What the server answers when it cannot do what was asked (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail || title);
  }
}

const ROOT = "/api/v1/";

export type Query = URLSearchParams | Record<string, string | number | string[] | null | undefined>;

/** The address of a question. Empty values are left out. */
export function question(path: string, query: Query = {}): string {
  const asked = new URLSearchParams();
  const pairs = query instanceof URLSearchParams ? [...query] : Object.entries(query);
  for (const [name, value] of pairs) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== null && each !== undefined && each !== "") asked.append(name, String(each));
    }
  }
  const text = asked.toString();
  return ROOT + path + (text ? `?${text}` : "");
}

async function answer<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  let problem: { title?: string; detail?: string } = {};
  try {
    problem = await response.json();
  } catch {
    // Something between us and the server answered; its status is all there is to tell.
  }
  throw new Problem(response.status, problem.title ?? response.statusText, problem.detail ?? "");
}

async function send(input: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(input, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, "offline", "");
  }
}

export async function get<T>(address: string, signal?: AbortSignal): Promise<T> {
  return answer<T>(await send(address, { signal, headers: { accept: "application/json" } }));
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json", accept: "application/json", "x-salname": "1" };
  return answer<T>(await send(ROOT + path, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** Sends files. `XMLHttpRequest`, since `fetch` does not tell how much has been sent. */
export function upload<T>(path: string, files: File[], progress: (sent: number) => void): Promise<T> {
  return new Promise((done, failed) => {
    const form = new FormData();
    for (const file of files) form.append("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", ROOT + path);
    request.setRequestHeader("x-salname", "1");
    request.setRequestHeader("accept", "application/json");
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => failed(new Problem(0, "offline", ""));
    request.onload = () => {
      let body: { title?: string; detail?: string } = {};
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // As above: the status is all there is to tell.
      }
      if (request.status < 300) done(body as T);
      else failed(new Problem(request.status, body.title ?? request.statusText, body.detail ?? ""));
    };
    request.send(form);
  });
}

/** The address to listen at for the progress of a job. */
export const events = (job: string): string => `${ROOT}jobs/${encodeURIComponent(job)}/events`;
