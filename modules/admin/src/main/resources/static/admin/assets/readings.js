// What the instances say of themselves, in the form that this page works with; and all of them taken together.

const sum = (all, of) => all.reduce((total, one) => total + (of(one) ?? 0), 0);

/** Returns the readings of an event by the identifier of the instance; of all together by "". */
export function readings(event) {
	const at = Date.parse(event.at);
	const instances = event.instances.map((instance) => instanceReading(at, instance));
	return new Map([["", together(at, instances, event)], ...instances.map((one) => [one.id, one])]);
}

function instanceReading(at, instance) {
	const { stats } = instance;
	const silence = at - Date.parse(instance.reportedAt);
	return {
		at, id: instance.id, name: instance.name, instances: 1, complete: true, silent: silence > 5000 ? 1 : 0,
		uptimeSeconds: stats.uptimeSeconds, counts: counts(stats), loads: loads(stats.caches),
		p50: stats.totals.loads.p50Millis, p99: stats.totals.loads.p99Millis,
		caches: stats.caches.map(cacheReading), near: stats.near, shared: stats.shared, redis: { ...stats.redis, present: stats.shared.present, degraded: stats.shared.degraded },
		postgres: stats.database, ledger: stats.ledger,
		breakers: Object.entries(stats.breakers), evictions: sum(stats.caches, (cache) => cache.tiers.near.evictions),
	};
}

/** Requests by outcome: those on cached routes, or, where there are none, what the caches were asked. */
function counts(stats) {
	const seen = stats.responses ?? {};
	if (sum(Object.values(seen), (n) => n) > 0) {
		return { hits: (seen.hit ?? 0) + (seen.revalidated ?? 0), stale: seen.stale ?? 0, misses: seen.miss ?? 0, bypasses: seen.bypass ?? 0 };
	}
	const stale = sum(stats.caches, (cache) => sum(Object.values(cache.service.stale), (n) => n));
	return { hits: stats.totals.hits, stale, misses: stats.totals.misses, bypasses: stats.totals.bypasses };
}

const loads = (caches) => ({
	count: sum(caches, (cache) => cache.loads.count),
	failures: sum(caches, (cache) => cache.loads.failures),
	millis: sum(caches, (cache) => cache.loads.meanMillis * (cache.loads.count + cache.loads.failures)),
});

function cacheReading(cache) {
	return {
		name: cache.name, hits: cache.hits, misses: cache.misses, bypasses: cache.bypasses, coalesced: cache.coalesced,
		loads: loads([cache]), p50: cache.loads.p50Millis, p99: cache.loads.p99Millis, samples: cache.samples, near: content(cache.tiers.near), shared: content(cache.tiers.shared),
		evictions: cache.tiers.near.evictions,
	};
}

const content = ({ entries, bytes }) => ({ entries, bytes });

/**
 * Redis is one for all, so what it holds is not added up; what each instance holds in memory is. Shares and percentiles
 * cannot be added: those of all are in the event.
 */
function together(at, all, { complete, cluster }) {
	const freshest = all.reduce((best, one) => (one.ledger.ageMillis > best.ledger.ageMillis ? one : best));
	const add = (of) => Object.fromEntries(Object.keys(of(all[0])).map((name) => [name, sum(all, (one) => of(one)[name])]));
	const worst = (of, isBad) => of(all.find((one) => isBad(of(one))) ?? all[0]);
	return {
		at, id: "", name: "", instances: all.length, complete, silent: sum(all, (one) => one.silent),
		uptimeSeconds: Math.min(...all.map((one) => one.uptimeSeconds)), counts: add((one) => one.counts), loads: add((one) => one.loads),
		p50: cluster.p50LoadMillis, p99: cluster.p99LoadMillis,
		caches: cachesTogether(all, cluster.caches), near: add((one) => one.near), shared: worst((one) => one.shared, (shared) => shared.degraded),
		redis: worst((one) => one.redis, (redis) => !redis.reachable || redis.degraded),
		postgres: worst((one) => one.postgres, (postgres) => !postgres.reachable),
		ledger: { ...freshest.ledger, current: all.every((one) => one.ledger.current), applied: Math.max(...all.map((one) => one.ledger.applied)) },
		breakers: all.flatMap((one) => one.breakers.map(([name, state]) => [all.length > 1 ? `${name} at ${one.name}` : name, state])),
		evictions: sum(all, (one) => one.evictions),
	};
}

function cachesTogether(all, sums) {
	const names = [...new Set(all.flatMap((one) => one.caches.map((cache) => cache.name)))].sort();
	return names.map((name) => {
		const same = all.flatMap((one) => one.caches.filter((cache) => cache.name === name));
		const total = (of) => sum(same, of);
		const { p50LoadMillis: p50, p99LoadMillis: p99, samples } = sums.find((cache) => cache.name === name);
		return {
			name, hits: total((cache) => cache.hits), misses: total((cache) => cache.misses), bypasses: total((cache) => cache.bypasses),
			coalesced: total((cache) => cache.coalesced), p50, p99, samples,
			loads: { count: total((cache) => cache.loads.count), failures: total((cache) => cache.loads.failures), millis: total((cache) => cache.loads.millis) },
			near: { entries: total((cache) => cache.near.entries), bytes: total((cache) => cache.near.bytes) },
			shared: { entries: Math.max(...same.map((cache) => cache.shared.entries)), bytes: Math.max(...same.map((cache) => cache.shared.bytes)) },
			evictions: total((cache) => cache.evictions),
		};
	});
}
