// The overview: figures as text. All of it is set as text, whatever the names are.

import { ratio } from "./history.js";
import { brief, bytes, count, millis, percent, percentOfFaults, span } from "./text.js";

const byId = (id) => document.getElementById(id);

const OUTCOMES = [["hits", "Hits", "hit"], ["stale", "Stale hits", "stale"], ["misses", "Misses", "miss"], ["bypasses", "Bypasses", "bypass"]];

const BREAKERS = { CLOSED: ["good", "closed"], HALF_OPEN: ["warn", "half open: trying"], OPEN: ["bad", "open: passed by"] };

export function show(reading, recent, others) {
	byId("hit-ratio").textContent = percent(ratio(recent.counts));
	byId("hit-ratio").nextElementSibling.textContent = `from the cache ${recent.quiet ? "since the start" : "in the last minute"}`;
	byId("outcomes").replaceChildren(...OUTCOMES.map(([name, label, style]) => legend(label, style, recent.counts[name])));
	byId("load-mean").textContent = millis(recent.loads.mean);
	byId("load-note").textContent = `mean of ${brief(recent.loads.count)} loads`
		+ (recent.loads.failures > 0 ? `, ${brief(recent.loads.failures)} failed` : "");
	byId("load-percentiles").textContent = reading.p50 > 0
		? `p50 ${millis(reading.p50)} · p99 ${millis(reading.p99)} since the start` : "";
	byId("lag").textContent = millis(reading.ledger.ageMillis);
	byId("lag-note").textContent = `of ${millis(reading.ledger.boundMillis)} allowed`;
	facts("servers", servers(reading));
	facts("tiers", tiers(reading));
	rows("by-cache", reading.caches.map(cacheRow), "No cache has been used yet.", 11);
	rows("by-instance", others.map(instanceRow), "No instance has reported yet.", 8);
}

function legend(label, style, n) {
	const group = document.createElement("div");
	const term = element("dt", "", `outcome-${style}`);
	term.append(element("span", label));
	group.append(term, element("dd", brief(n)));
	return group;
}

function servers({ redis, postgres, breakers, ledger, instances, uptimeSeconds }) {
	return [
		["Redis", ...redisState(redis)],
		["PostgreSQL", ...postgresState(postgres)],
		...breakers.map(([name, state]) => [`Breaker ${name.replace("freshet-", "")}`, ...(BREAKERS[state] ?? ["", state.toLowerCase()]).toReversed()]),
		["Ledger", ledger.current ? "followed" : "not followed: nothing stored is served", ledger.current ? "good" : "bad"],
		["Invalidations", `${count(ledger.applied)} obeyed`],
		["Instances", `${count(instances)}, up for ${span(uptimeSeconds)}${instances > 1 ? " or more" : ""}`],
	];
}

function redisState(redis) {
	if (!redis.present) {
		return ["not used", ""];
	}
	return redis.reachable ? [`answers${redis.version ? ` (${redis.version})` : ""}`, redis.degraded ? "warn" : "good"] : ["away", "bad"];
}

function postgresState(postgres) {
	if (!postgres.present) {
		return ["not used", ""];
	}
	const pool = postgres.connectionsMost == null ? "" : `, ${postgres.connectionsUsed} of ${postgres.connectionsMost} connections used`;
	return postgres.reachable ? [`answers${pool}`, "good"] : ["away", "bad"];
}

function tiers({ near, shared, redis, evictions }) {
	return [
		["In memory", `${count(near.entries)} entries, ${bytes(near.bytes)} of ${bytes(near.capacityBytes)}`],
		["Evicted there", count(evictions)],
		["In Redis", shared.present ? `${shared.complete ? "" : "about "}${count(shared.entries)} entries, ${bytes(shared.bytes)}` : "not used"],
		["Redis memory", redis.usedMemoryBytes == null ? "–" : `${bytes(redis.usedMemoryBytes)}${redis.maxMemoryBytes > 0 ? ` of ${bytes(redis.maxMemoryBytes)}` : ", without a limit"}`],
		["Evicted there", count(redis.evictedKeys)],
	];
}

function cacheRow(cache) {
	const asked = cache.hits + cache.misses;
	const all = cache.loads.count + cache.loads.failures;
	return [
		header(cache.name), number(percent(asked > 0 ? cache.hits / asked : null)), number(brief(cache.hits)), number(brief(cache.misses)),
		number(brief(cache.bypasses)), number(millis(all > 0 ? cache.loads.millis / all : null)),
		number(all > 0 ? `${millis(cache.p50)} · ${millis(cache.p99)}` : "–"), number(sampled(cache.samples)),
		number(`${brief(cache.near.entries)} · ${bytes(cache.near.bytes)}`), number(`${brief(cache.shared.entries)} · ${bytes(cache.shared.bytes)}`),
		number(brief(cache.evictions)),
	];
}

/** How many hits were out of date, and for how long, as far as it was looked at. */
function sampled({ compared, staleRatio, meanStaleAgeMillis }) {
	return compared === 0 ? "–" : `${percentOfFaults(staleRatio)} of ${brief(compared)}${meanStaleAgeMillis == null ? "" : ` · ${millis(meanStaleAgeMillis)}`}`;
}

function instanceRow(instance) {
	const asked = Object.values(instance.counts).reduce((all, n) => all + n, 0);
	const [redis, redisLevel] = redisState(instance.redis);
	const [postgres, postgresLevel] = postgresState(instance.postgres);
	return [
		header(instance.silent ? `${instance.name} (not heard of)` : instance.name), number(percent(ratio(instance.counts))), number(brief(asked)), number(bytes(instance.near.bytes)),
		number(millis(instance.ledger.ageMillis)), state("td", redis, redisLevel), state("td", postgres, postgresLevel), number(span(instance.uptimeSeconds)),
	];
}

function facts(id, all) {
	byId(id).replaceChildren(...all.flatMap(([name, value, level]) => [element("dt", name), level == null ? element("dd", value) : state("dd", value, level)]));
}

function rows(id, all, empty, columns) {
	if (all.length === 0) {
		const cell = element("td", empty, "empty");
		cell.colSpan = columns;
		all = [[cell]];
	}
	byId(id).replaceChildren(...all.map((cells) => {
		const row = document.createElement("tr");
		row.append(...cells);
		return row;
	}));
}

const number = (text) => element("td", text, "number");

const state = (tag, text, level) => element(tag, text, `state ${level}`);

function header(text) {
	const cell = element("th", text);
	cell.scope = "row";
	return cell;
}

function element(tag, text, style = "") {
	const made = document.createElement(tag);
	made.textContent = text;
	made.className = style;
	return made;
}
