// The page of administrators. It asks the documented routes for all that it shows and does.

import * as caches from "./caches.js";
import { Charts } from "./charts.js";
import * as clear from "./clear.js";
import { headline, Since } from "./headline.js";
import { History } from "./history.js";
import { Live } from "./live.js";
import * as overview from "./overview.js";
import { readings } from "./readings.js";
import { ask, detail, expire, open, proof, tell } from "./session.js";
import * as views from "./views.js";

const byId = (id) => document.getElementById(id);

const histories = new Map();

const since = new Since();

const charts = new Charts();

let switchedOff = [];

function figures(event) {
	const now = readings(event);
	for (const [id, reading] of now) {
		if (!histories.has(id)) {
			histories.set(id, new History());
		}
		histories.get(id).add(reading);
	}
	[...histories.keys()].filter((id) => !now.has(id)).forEach((id) => histories.delete(id));
	offer([...now.values()].filter((reading) => reading.id));
	say(now.get(""));
	draw();
}

/** The headline is about all instances, whichever is looked at. */
function say(reading) {
	since.see("redis", reading.redis.present && (!reading.redis.reachable || reading.redis.degraded), reading.at);
	since.see("postgres", reading.postgres.present && !reading.postgres.reachable, reading.at);
	since.see("ledger", !reading.ledger.current, reading.at);
	const words = headline(histories.get("").recent(), { ...reading, switchedOff }, since.times);
	byId("status").dataset.level = words.level;
	if (byId("headline").textContent !== words.text) {
		byId("headline").textContent = words.text;
	}
}

function draw() {
	const id = histories.has(byId("scope").value) ? byId("scope").value : "";
	const history = histories.get(id);
	if (!history || byId("overview").hidden) {
		return;
	}
	const instances = [...histories].filter(([other]) => other !== "").map(([, other]) => other.latest);
	overview.show(history.latest, history.recent(), instances);
	charts.show(history.points(), history.latest.ledger.boundMillis);
}

/** Rebuilt only when instances come or go, so that an open selection stays open. */
function offer(instances) {
	const select = byId("scope");
	const wanted = instances.map(({ id }) => id).join();
	if (select.dataset.offered !== wanted) {
		const chosen = select.value;
		select.replaceChildren(new Option("the whole cluster", ""), ...instances.map(({ id, name }) => new Option(name, id)));
		select.value = instances.some(({ id }) => id === chosen) ? chosen : "";
		select.dataset.offered = wanted;
	}
}

async function settings() {
	try {
		switchedOff = (await (await ask("/api/v1/cache/caches")).json()).filter((cache) => !cache.enabled).map((cache) => cache.name);
	}
	catch (problem) {
		tell(problem.message);
	}
}

document.body.addEventListener("htmx:configRequest", ({ detail: request }) => {
	request.headers.Accept = "text/html, application/problem+json;q=0.9";
	Object.assign(request.headers, proof());
	for (const [name, value] of Object.entries(request.parameters)) {
		if (value === "") {
			delete request.parameters[name];
		}
	}
	tell("");
});

document.body.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
	if (xhr.status === 401) {
		expire();
	}
	else {
		tell(detail(xhr.responseText, xhr.status));
	}
});

document.body.addEventListener("htmx:sendError", () => tell("The server does not answer."));

const live = new Live({
	instances: figures,
	audit: () => {
		views.changed("audit-list", "cache-list", "route-list");
		settings();
	},
});

byId("scope").addEventListener("change", draw);
addEventListener("hashchange", draw);
caches.start();
clear.start();
await open(() => live.end());
await settings();
views.start();
live.open();
