package io.freshet.checker;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.freshet.caching.testing.Behaviour;
import io.freshet.caching.testing.Proxy;

/**
 * What happens between instances and their servers.
 */
final class NetworkFaults {

	private static final Function<Instance, Proxy> TO_REDIS = Instance::redis;

	private static final Function<Instance, Proxy> TO_POSTGRES = Instance::postgres;

	private NetworkFaults() {
	}

	static void slowRedis(Cluster cluster, Load load, Period period) {
		List<Proxy> proxies = cluster.instances().stream().map(TO_REDIS).toList();
		proxies.forEach((proxy) -> proxy.behave(Behaviour.delaying(Duration.ofMillis(30), Duration.ofMillis(80))));
		period.pauseToEnd();
		proxies.forEach((proxy) -> proxy.behave(Behaviour.forwarding()));
	}

	static void redisBlackhole(Cluster cluster, Load load, Period period) {
		blackhole(cluster, period, TO_REDIS);
	}

	static void postgresBlackhole(Cluster cluster, Load load, Period period) {
		blackhole(cluster, period, TO_POSTGRES);
	}

	private static void blackhole(Cluster cluster, Period period, Function<Instance, Proxy> way) {
		for (boolean stalling = true; period.lasts(); stalling = !stalling) {
			Proxy proxy = way.apply(cluster.anyInstance());
			proxy.behave(stalling ? Behaviour.stalling() : Behaviour.swallowing());
			period.pause(1500);
			proxy.behave(Behaviour.forwarding());
			period.pause(1500);
		}
	}

	static void corruptRedis(Cluster cluster, Load load, Period period) {
		List<Proxy> proxies = cluster.instances().stream().map(TO_REDIS).toList();
		for (boolean flipping = true; period.lasts(); flipping = !flipping) {
			Behaviour behaviour = flipping ? Behaviour.flipping(0.05) : Behaviour.truncating(0.01);
			proxies.forEach((proxy) -> proxy.behave(behaviour));
			period.pause(2000);
			proxies.forEach((proxy) -> proxy.behave(Behaviour.forwarding()));
			proxies.forEach(Proxy::cut);
			period.pause(1000);
		}
	}

	static void slowPostgres(Cluster cluster, Load load, Period period) {
		during(period, cluster.anyInstance().postgres(),
				Behaviour.delaying(Duration.ofMillis(20), Duration.ofMillis(60)));
	}

	static void lateAnswersOfPostgres(Cluster cluster, Load load, Period period) {
		during(period, cluster.anyInstance().postgres(),
				Behaviour.delayingAnswers(0.1, Duration.ofMillis(400), Duration.ofMillis(600)));
	}

	private static void during(Period period, Proxy proxy, Behaviour behaviour) {
		proxy.behave(behaviour);
		period.pauseToEnd();
		proxy.behave(Behaviour.forwarding());
	}

}
