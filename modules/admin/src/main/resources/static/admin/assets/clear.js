// Clearing: what would go is counted first, then it has to be confirmed, then it is seen going.

import { ask, tell, Problem } from "./session.js";
import { events } from "./stream.js";
import { count, plural } from "./text.js";
import { changed } from "./views.js";

const byId = (id) => document.getElementById(id);

const ROUTE = "/api/v1/cache/clear";

const kinds = {
	pattern: { label: "Keys like", placeholder: "posts:*" },
	tag: { label: "Cache tag", placeholder: "post:42" },
	all: null,
};

const LOOKS_AT_TRAIL = 20;

const LOOK_MILLIS = 250;

let selection = null;

let running = null;

/** The line of the audit trail that tells of what is being cleared. */
let line = null;

export function start() {
	byId("clear-form").addEventListener("change", choose);
	byId("clear-form").addEventListener("submit", (event) => {
		event.preventDefault();
		preview();
	});
	byId("clear-cancel").addEventListener("click", () => byId("clear-dialog").close());
	byId("clear-confirm").addEventListener("click", clear);
	byId("clear-dialog").addEventListener("close", () => running?.abort());
}

function choose() {
	const kind = kinds[chosen()];
	byId("clear-value").closest("div").hidden = !kind;
	byId("clear-value-label").textContent = kind?.label ?? "";
	byId("clear-value").placeholder = kind?.placeholder ?? "";
}

const chosen = () => new FormData(byId("clear-form")).get("what");

async function preview() {
	tell("");
	byId("clear-result").textContent = "";
	const kind = chosen();
	const value = byId("clear-value").value;
	if (kind !== "all" && !value) {
		byId("clear-value").focus();
		tell(kind === "tag" ? "Name a cache tag, such as post:42." : "Name the keys by a pattern, such as posts:*.");
		return;
	}
	selection = new URLSearchParams(kind === "all" ? {} : { [kind]: value });
	try {
		const answer = await ask(`${ROUTE}?${new URLSearchParams([...selection, ["dryRun", "true"]])}`, { method: "DELETE" });
		confirm(kind, value, await answer.json());
	}
	catch (problem) {
		tellProblem(problem);
	}
}

function confirm(kind, value, found) {
	const what = { pattern: `with keys like ${value}`, tag: `with the cache tag ${value}`, all: "of all caches" }[kind];
	const entries = plural(found.entries, "entry", "entries");
	byId("clear-dialog-title").textContent = found.entries > 0 ? `Clear ${entries}?` : "Nothing to clear";
	byId("clear-dialog-text").textContent = found.entries > 0
		? `${entries} ${what} will go for all instances: ${count(found.near)} in the memory of this instance, `
			+ `${count(found.shared)} in Redis. The next request for each asks its origin.${unreached(found)}`
		: `No entry ${what} is kept now.${unreached(found)}`;
	byId("clear-progress").hidden = true;
	byId("clear-confirm").hidden = found.entries === 0 && found.sharedReached;
	byId("clear-confirm").disabled = false;
	byId("clear-confirm").textContent = found.entries > 0 ? `Clear ${entries}` : "Clear";
	byId("clear-cancel").textContent = byId("clear-confirm").hidden ? "Close" : "Keep it";
	byId("clear-dialog").showModal();
	byId("clear-cancel").focus();
}

const unreached = (found) => found.sharedReached ? ""
	: " Redis could not be searched: what it holds is not counted, and is not served after clearing.";

async function clear() {
	byId("clear-confirm").disabled = true;
	byId("clear-cancel").textContent = "Stop";
	byId("clear-progress").hidden = false;
	byId("clear-bar").removeAttribute("value");
	byId("clear-bar-label").textContent = "Clearing";
	running = new AbortController();
	line = null;
	try {
		const answer = await ask(`${ROUTE}?${selection}`,
			{ method: "DELETE", headers: { Accept: "text/event-stream" }, signal: running.signal });
		let report = null;
		for await (const event of events(answer.body)) {
			report = progress(event) ?? report;
		}
		byId("clear-dialog").close();
		byId("clear-result").textContent = `${plural(report.entries, "entry", "entries")} cleared.${unreached(report)}`;
		changed("audit-list");
	}
	catch (problem) {
		byId("clear-dialog").close();
		if (running.signal.aborted) {
			await stopped();
		}
		else {
			tellProblem(problem);
		}
	}
	finally {
		running = null;
	}
}

function progress({ type, data }) {
	if (type === "done") {
		return data;
	}
	line = data.audit;
	byId("clear-bar-label").textContent = `${plural(data.removed, "entry", "entries")} gone`;
	return null;
}

/** A step may have been under way when this page went away; how many went, the audit trail knows. */
async function stopped() {
	const place = byId("clear-result");
	place.textContent = "Stopping …";
	const ended = line && await endOf(line);
	place.textContent = saying(ended);
	changed("audit-list");
}

function saying(ended) {
	if (ended?.outcome === "done") {
		return `${plural(ended.entries, "entry", "entries")} cleared: it was done before it could be stopped.`;
	}
	const went = ended?.entries == null ? "Stopped; the audit trail tells how many entries went."
		: `Stopped when ${plural(ended.entries, "entry was", "entries were")} cleared.`;
	return `${went} The others are not served any more, and stay in Redis until they are replaced or expire.`;
}

async function endOf(id) {
	for (let look = 0; look < LOOKS_AT_TRAIL; look++) {
		try {
			const { entries: [found] } = await (await ask(`/api/v1/cache/audit?before=${id + 1}&limit=1`)).json();
			if (found?.id === id && found.outcome !== "begun") {
				return found;
			}
		}
		catch {
			return null;
		}
		await new Promise((resolve) => setTimeout(resolve, LOOK_MILLIS));
	}
	return null;
}

function tellProblem(problem) {
	tell(problem instanceof Problem ? problem.message : "That did not work.");
}
