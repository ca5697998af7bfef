package io.freshet.caching.testing;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.MigrateArgs;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;

import static org.awaitility.Awaitility.await;

/**
 * A Redis cluster of three masters with a replica each; processes of this machine,
 * whatever {@link ServerKind} there is.
 */
public final class RedisCluster implements AutoCloseable {

	/** Number of masters. */
	public static final int MASTERS = 3;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final RedisTalk talk = new RedisTalk();

	private final List<RedisServer> servers;

	private RedisCluster(String rules) {
		this.servers = IntStream.range(0, 2 * MASTERS)
			.mapToObj((server) -> EmbeddedRedisServer.temporary(LocalPort.findForClusterNode(),
					CacheUser.with(rules, "--cluster-enabled", "yes", "--cluster-node-timeout", "2000",
							"--cluster-require-full-coverage", "no", "--cluster-replica-validity-factor", "0",
							"--masterauth", "redis123")))
			.collect(Collectors.toUnmodifiableList());
		meet();
		replicate();
	}

	private void meet() {
		int share = SlotHash.SLOT_COUNT / MASTERS;
		for (int index = 0; index < this.servers.size(); index++) {
			int server = index;
			this.talk.with(this.servers.get(index), (redis) -> {
				redis.clusterSetConfigEpoch(server + 1);
				if (server < MASTERS) {
					int end = (server < MASTERS - 1) ? share * (server + 1) : SlotHash.SLOT_COUNT;
					redis.clusterAddSlots(IntStream.range(share * server, end).toArray());
				}
				return redis.clusterMeet("127.0.0.1", this.servers.get(0).port());
			});
		}
		awaitAll("cluster info", List.of("cluster_state:ok", "cluster_known_nodes:" + this.servers.size()));
	}

	private void replicate() {
		for (int index = 0; index < MASTERS; index++) {
			String master = idOf(this.servers.get(index));
			this.talk.with(this.servers.get(MASTERS + index), (redis) -> redis.clusterReplicate(master));
		}
		await().atMost(PATIENCE)
			.until(() -> this.servers.stream()
				.skip(MASTERS)
				.allMatch((replica) -> this.talk.with(replica, (redis) -> redis.info("replication"))
					.contains("master_link_status:up")));
		await().atMost(PATIENCE)
			.until(() -> this.servers.stream()
				.allMatch((server) -> nodesKnownTo(server).filter((node) -> node.is(RedisClusterNode.NodeFlag.REPLICA))
					.count() == MASTERS));
	}

	private void awaitAll(String what, List<String> expected) {
		await(what).atMost(PATIENCE)
			.until(() -> this.servers.stream()
				.map((server) -> this.talk.with(server, (redis) -> redis.clusterInfo()))
				.allMatch((info) -> expected.stream().allMatch(info::contains)));
	}

	/**
	 * Starts a cluster.
	 * @param rules what the user of the caches may do, in the words of
	 * {@code ACL SETUSER}
	 * @return the cluster, which knows itself and whose replicas are up to date
	 */
	public static RedisCluster start(String rules) {
		return new RedisCluster(rules);
	}

	/**
	 * Returns the settings that point an application here.
	 * @return the properties
	 */
	public Map<String, String> properties() {
		Map<String, String> properties = new HashMap<>(CacheUser.properties());
		properties.put("spring.data.redis.cluster.nodes",
				this.servers.stream().map((server) -> "127.0.0.1:" + server.port()).collect(Collectors.joining(",")));
		properties.put("spring.data.redis.cluster.max-redirects", "4");
		return properties;
	}

	/**
	 * Returns what the masters refused to their users.
	 * @return the entries of their logs
	 */
	public List<Object> refusals() {
		return masters().<Object>flatMap((master) -> this.talk.with(master, (redis) -> redis.aclLog()).stream())
			.toList();
	}

	/**
	 * Counts the keys of each master.
	 * @return as many numbers as there are masters
	 */
	public List<Long> keysOfMasters() {
		return masters().map((master) -> this.talk.with(master, (redis) -> redis.dbsize())).toList();
	}

	/**
	 * Kills the master of a key.
	 * @param key the key in Redis
	 */
	public void killMasterOf(String key) {
		masterOf(SlotHash.getSlot(key)).kill();
	}

	/**
	 * Moves a slot with all its keys to another master.
	 * @param slot the slot
	 */
	public void move(int slot) {
		RedisServer source = masterOf(slot);
		RedisServer target = masters().filter((master) -> master != source).findFirst().orElseThrow();
		String targetId = idOf(target);
		this.talk.with(target, (redis) -> redis.clusterSetSlotImporting(slot, idOf(source)));
		this.talk.with(source, (redis) -> {
			redis.clusterSetSlotMigrating(slot, targetId);
			for (String key : redis.clusterGetKeysInSlot(slot, 10_000)) {
				redis.migrate("127.0.0.1", target.port(), 0, PATIENCE.toMillis(),
						MigrateArgs.Builder.<String>key(key).auth(target.password()));
			}
			return "moved";
		});
		this.talk.with(target, (redis) -> redis.clusterSetSlotNode(slot, targetId));
		masters().filter((master) -> master != target)
			.forEach((master) -> this.talk.with(master, (redis) -> redis.clusterSetSlotNode(slot, targetId)));
	}

	private RedisServer masterOf(int slot) {
		int port = nodesKnownTo(masters().findFirst().orElseThrow()).filter((node) -> node.hasSlot(slot))
			.findFirst()
			.orElseThrow()
			.getUri()
			.getPort();
		return this.servers.stream().filter((server) -> server.port() == port).findFirst().orElseThrow();
	}

	private Stream<RedisServer> masters() {
		return this.servers.stream()
			.filter((server) -> new RedisPing("127.0.0.1", server.port(), server.password()).isAnswered())
			.filter((server) -> this.talk.with(server, (redis) -> redis.info("replication")).contains("role:master"));
	}

	private Stream<RedisClusterNode> nodesKnownTo(RedisServer server) {
		return ClusterPartitionParser.parse(this.talk.<String>with(server, (redis) -> redis.clusterNodes())).stream();
	}

	private String idOf(RedisServer server) {
		return this.talk.with(server, (redis) -> redis.clusterMyId());
	}

	@Override
	public void close() {
		this.servers.forEach(RedisServer::close);
		this.talk.close();
	}

}
