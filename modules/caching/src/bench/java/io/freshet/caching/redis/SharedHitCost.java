package io.freshet.caching.redis;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;

/**
 * What a hit in the shared tier costs this process in CPU time, beside its peers of
 * {@link SharedHitBenchmark}, all by turns in one process: what else runs on the machine,
 * Redis included, is not counted, and what it does to one it does to all. Prints the
 * median of the ratios of the rounds.
 */
final class SharedHitCost {

	private static final int ROUNDS = 15;

	private static final int WARM_UP = 12;

	private static final int HITS = 300 * SharedHitBenchmark.AT_ONCE;

	private SharedHitCost() {
	}

	public static void main(String[] args) {
		SharedHitBenchmark benchmark = new SharedHitBenchmark();
		benchmark.fill();
		Map<String, Runnable> peers = new LinkedHashMap<>();
		peers.put("bare GET and Jackson", benchmark::bareGet);
		peers.put("operator", benchmark::operator);
		peers.put("Spring, default", benchmark::springDefault);
		peers.put("Spring, JSON", benchmark::springWithJson);
		peers.put("JetCache", benchmark::jetCache);
		peers.put("Redisson", benchmark::redisson);
		Map<String, List<Double>> costs = new LinkedHashMap<>();
		for (int round = -WARM_UP; round < ROUNDS; round++) {
			for (Map.Entry<String, Runnable> peer : peers.entrySet()) {
				double cost = microsPerHit(peer.getValue());
				if (round >= 0) {
					costs.computeIfAbsent(peer.getKey(), (name) -> new ArrayList<>()).add(cost);
				}
			}
		}
		benchmark.close();
		print(costs);
		System.exit(0);
	}

	private static double microsPerHit(Runnable hits) {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		long before = system.getProcessCpuTime();
		for (int done = 0; done < HITS; done += SharedHitBenchmark.AT_ONCE) {
			hits.run();
		}
		return (system.getProcessCpuTime() - before) / 1000.0 / HITS;
	}

	private static void print(Map<String, List<Double>> costs) {
		List<Double> bare = costs.values().iterator().next();
		List<Double> spring = costs.getOrDefault("Spring, default", bare);
		System.out.printf("%-22s %8s %14s %18s%n", "a hit", "us CPU", "of bare GET", "of Spring default");
		costs.forEach((peer, own) -> System.out.printf("%-22s %8.1f %14.2f %18.2f%n", peer, median(own),
				median(ratios(own, bare)), median(ratios(own, spring))));
	}

	private static List<Double> ratios(List<Double> own, List<Double> other) {
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < own.size(); round++) {
			ratios.add(own.get(round) / other.get(round));
		}
		return ratios;
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

}
