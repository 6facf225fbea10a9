// Requests to the server: JSON in, JSON out; an error of the server becomes a Refusal.

export class Refusal extends Error {
  // code: the server's word for the kind of error; "offline" where it did not answer
  constructor(code, text, fields = {}) {
    super(text);
    this.code = code;
    this.fields = fields;
  }
}

const never = new Promise(() => {});
let closed = Promise.resolve(false); // whether the workbench has ended: then nothing is asked or reported any more

async function answer(path, options = {}) {
  if (await closed) return never;
  let response;
  try {
    response = await fetch(`/api/${path}`, options);
  } catch {
    if (path !== "end" && (await closed)) return never;
    window.dispatchEvent(new Event("away"));
    throw new Refusal("offline", "");
  }
  if (response.ok) return response;
  const fields = await response.json().catch(() => ({}));
  throw new Refusal(fields.error ?? String(response.status), fields.text ?? response.statusText, fields);
}

export async function get(path, query = {}) {
  const words = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "" && value != null));
  return (await answer(words.size ? `${path}?${words}` : path)).json();
}

const sent = (path, body) =>
  answer(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

export async function post(path, body) {
  return (await sent(path, body)).json();
}

// End the workbench. A request that fails meanwhile, or is made later, never gets an answer.
export function close() {
  const end = post("end", {});
  closed = end.then(() => true, () => false);
  return end;
}

export async function send(path, form) {
  return (await answer(path, { method: "POST", body: form })).json();
}

export async function stop(path) {
  return (await answer(path, { method: "DELETE" })).json();
}

// A file of the server: its name, its bytes and the report of what was written.
export async function download(path, body) {
  const response = await sent(path, body);
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") ?? "");
  const report = JSON.parse(response.headers.get("x-duiqi-report") ?? "{}");
  return { name: name ? decodeURIComponent(name[1]) : "export", blob: await response.blob(), report };
}

// Wait for a job; `progress` is given its fraction and stage. Resolves with the id of the document.
export async function finished(job, progress) {
  for (;;) {
    const state = await get(`jobs/${job}`);
    if (state.state === "done") return state.document;
    if (state.state === "failed") throw new Refusal(state.text === "stopped" ? "stopped" : "job", state.text);
    progress(state.fraction, state.text);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
