// How the cache does, in words: what an administrator has to know within ten seconds.

import { ratio } from "./history.js";
import { clock, percent, plural } from "./text.js";

/** Returns the words and how grave they are. */
export function headline(recent, sample, since) {
	const share = ratio(recent.counts);
	const served = share == null ? "Nothing has been asked of the cache yet."
		: recent.quiet ? `Quiet now; since the start ${percent(share)} came from the cache.`
			: `Serving ${percent(share)} from the cache.`;
	const troubles = [];
	let level = "good";
	const note = (grave, text) => {
		level = grave === "bad" || level === "bad" ? "bad" : "warn";
		troubles.push(text);
	};
	if (sample.postgres.present && !sample.postgres.reachable) {
		note("bad", `PostgreSQL is away${from(since.postgres)}; only what the cache may still serve is answered.`);
	}
	else if (!sample.ledger.current) {
		note("bad", `The ledger is not followed${from(since.ledger)}, so nothing stored is served.`);
	}
	if (sample.redis.present && !sample.redis.reachable) {
		note("warn", `Redis is away${from(since.redis)}; memory and database answer.`);
	}
	else if (sample.redis.degraded) {
		note("warn", `Redis is passed by${from(since.redis)}; memory and database answer.`);
	}
	if (sample.switchedOff.length > 0) {
		note("warn", `${plural(sample.switchedOff.length, "cache")} switched off: ${sample.switchedOff.join(", ")}.`);
	}
	if (sample.silent > 0) {
		note("warn", `${plural(sample.silent, "instance")} not heard of.`);
	}
	if (troubles.length === 0 && !recent.quiet && share != null) {
		troubles.push("All is well.");
	}
	return { text: [served, ...troubles].join(" "), level };
}

const from = (at) => at ? ` since ${clock(at)}` : "";

/** Remembers since when something is not as it should be. */
export class Since {

	#at = {};

	see(name, isBad, at) {
		if (!isBad) {
			delete this.#at[name];
		}
		else {
			this.#at[name] ??= at;
		}
	}

	get times() {
		return this.#at;
	}

}
