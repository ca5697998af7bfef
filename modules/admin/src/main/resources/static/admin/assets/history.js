// The last minutes of one scope (an instance, or the whole cluster), as the page has seen them.

const KEPT_MILLIS = 5 * 60_000;

const FEW = 10;

const sum = (counts) => counts.hits + counts.stale + counts.misses + counts.bypasses;

export class History {

	#samples = [];

	/** An instance that was started again counts from zero, and so does what is seen of it. */
	add(sample) {
		const last = this.latest;
		if (last && sum(sample.counts) < sum(last.counts)) {
			this.#samples = [];
		}
		this.#samples.push(sample);
		const oldest = sample.at - KEPT_MILLIS;
		while (this.#samples[0].at < oldest) {
			this.#samples.shift();
		}
	}

	get latest() {
		return this.#samples.at(-1);
	}

	/** What was counted in the last so many milliseconds; everything since the start if that says little. */
	recent(millis = 60_000) {
		const last = this.latest;
		if (!last) {
			return null;
		}
		const from = this.#samples.find((sample) => sample.at >= last.at - millis) ?? last;
		const counts = difference(last.counts, from.counts);
		const quiet = counts.hits + counts.stale + counts.misses < FEW;
		return { counts: quiet ? last.counts : counts, quiet, loads: loads(quiet ? last.loads : difference(last.loads, from.loads)) };
	}

	/** Points for charts: one for each sample but the first, with rates per second. */
	points() {
		const points = [];
		for (let i = 1; i < this.#samples.length; i++) {
			const [from, to] = [this.#samples[i - 1], this.#samples[i]];
			const seconds = Math.max((to.at - from.at) / 1000, 0.001);
			const counts = difference(to.counts, from.counts);
			points.push({
				at: to.at,
				rates: Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, n / seconds])),
				loads: loads(difference(to.loads, from.loads)),
				lag: to.ledger.ageMillis,
			});
		}
		return points;
	}

}

function difference(to, from) {
	return Object.fromEntries(Object.entries(to).map(([name, n]) => [name, Math.max(0, n - (from[name] ?? 0))]));
}

function loads({ count, failures, millis }) {
	const all = count + failures;
	return { count, failures, mean: all > 0 ? millis / all : null };
}

/** The share that was served from the cache among what the cache was asked for. */
export function ratio(counts) {
	const asked = counts.hits + counts.stale + counts.misses;
	return asked > 0 ? (counts.hits + counts.stale) / asked : null;
}
