package io.freshet.caching.redis;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.tracing.MicrometerTracing;
import io.micrometer.observation.ObservationRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

import io.freshet.caching.redis.RedisConnections.Limits;

import static org.assertj.core.api.Assertions.assertThat;

class ClientSetupTests {

	private static final Limits LIMITS = new Limits(Duration.ofMillis(100), Duration.ofSeconds(1), 77,
			Duration.ofSeconds(2));

	private final ClientResources theirResources = ClientResources.builder()
		.nettyCustomizer(new Naming())
		.tracing(new MicrometerTracing(ObservationRegistry.create(), "theirs"))
		.build();

	private final LettuceClientConfigurationBuilder theirs = LettuceClientConfiguration.builder();

	@AfterEach
	void shutDown() {
		this.theirResources.shutdown().awaitUninterruptibly(10_000);
	}

	@Test
	void talksAsTheApplicationDoes() {
		SslOptions ssl = SslOptions.builder().protocols("TLSv1.3").build();
		RedisCredentialsProviderFactory credentials = new Credentials();
		this.theirs.clientName("mine")
			.redisCredentialsProviderFactory(credentials)
			.clientOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).sslOptions(ssl).build())
			.useSsl()
			.verifyPeer(SslVerifyMode.CA)
			.startTls();

		LettuceClientConfiguration ours = ours(false);

		assertThat(ours.isUseSsl()).isTrue();
		assertThat(ours.isStartTls()).isTrue();
		assertThat(ours.getVerifyMode()).isEqualTo(SslVerifyMode.CA);
		assertThat(ours.getClientName()).hasValue("mine");
		assertThat(ours.getRedisCredentialsProviderFactory()).hasValue(credentials);
		assertThat(ours.getClientOptions()).hasValueSatisfying((options) -> {
			assertThat(options.getConfiguredProtocolVersion()).isEqualTo(ProtocolVersion.RESP2);
			assertThat(options.getSslOptions().getProtocols()).isEqualTo(ssl.getProtocols());
		});
	}

	@Test
	void leavesSpansOfCommandsToWhatObservesThem() {
		this.theirs.clientResources(this.theirResources);

		ClientResources ours = new ClientSetup(this.theirs.build(), LIMITS).resources();

		assertThat(this.theirResources.tracing().isEnabled()).isTrue();
		assertThat(ours.tracing().isEnabled()).isFalse();
		ours.shutdown().awaitUninterruptibly(10_000);
	}

	@Test
	void keepsItsOwnLimits() {
		this.theirs.commandTimeout(Duration.ofMinutes(1))
			.clientOptions(ClientOptions.builder()
				.autoReconnect(false)
				.suspendReconnectOnProtocolFailure(true)
				.disconnectedBehavior(DisconnectedBehavior.ACCEPT_COMMANDS)
				.build());

		LettuceClientConfiguration ours = ours(false);

		assertThat(ours.getCommandTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(ours.getClientOptions()).hasValueSatisfying((options) -> {
			assertThat(options.isAutoReconnect()).isTrue();
			assertThat(options.isSuspendReconnectOnProtocolFailure()).isFalse();
			assertThat(options.getDisconnectedBehavior()).isEqualTo(DisconnectedBehavior.REJECT_COMMANDS);
			assertThat(options.getRequestQueueSize()).isEqualTo(77);
			assertThat(options.getTimeoutOptions().isTimeoutCommands()).isTrue();
			assertThat(options.getSocketOptions().getConnectTimeout()).isEqualTo(Duration.ofSeconds(1));
		});
	}

	@Test
	void readsFromTheMasterWhateverTheApplicationDoes() {
		this.theirs.readFrom(ReadFrom.REPLICA_PREFERRED);

		assertThat(ours(false).getReadFrom()).isEmpty();
	}

	@Test
	void followsTheTopologyOfAClusterByItself() {
		ClusterClientOptions options = clusterOptions();

		ClusterTopologyRefreshOptions refresh = options.getTopologyRefreshOptions();
		assertThat(refresh.isPeriodicRefreshEnabled()).isTrue();
		assertThat(refresh.getRefreshPeriod()).isEqualTo(Duration.ofSeconds(10));
		assertThat(refresh.getAdaptiveRefreshTriggers())
			.containsExactlyInAnyOrder(ClusterTopologyRefreshOptions.RefreshTrigger.values());
		assertThat(options.getDisconnectedBehavior()).isEqualTo(DisconnectedBehavior.REJECT_COMMANDS);
	}

	@Test
	void followsTheTopologyOfAClusterAsTheApplicationSays() {
		this.theirs.clientOptions(ClusterClientOptions.builder()
			.nodeFilter((node) -> !node.getNodeId().equals("excluded"))
			.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
				.enablePeriodicRefresh(Duration.ofSeconds(3))
				.dynamicRefreshSources(false)
				.build())
			.build());

		ClusterClientOptions options = clusterOptions();

		assertThat(options.getTopologyRefreshOptions().getRefreshPeriod()).isEqualTo(Duration.ofSeconds(3));
		assertThat(options.getTopologyRefreshOptions().useDynamicRefreshSources()).isFalse();
		assertThat(options.getNodeFilter()).accepts(node("good"))
			.rejects(node("excluded"), node("gone", NodeFlag.FAIL), node("lost", NodeFlag.NOADDR));
	}

	@Test
	void sharesTheThreadsOfTheApplicationAndLeavesThemRunning() throws InterruptedException {
		this.theirs.clientResources(this.theirResources);

		ClientResources ours = new ClientSetup(this.theirs.build(), LIMITS).resources();

		assertThat(ours.eventLoopGroupProvider()).isSameAs(this.theirResources.eventLoopGroupProvider());
		assertThat(ours.shutdown().await(10_000)).isTrue();
		assertThat(this.theirResources.eventExecutorGroup().isShuttingDown()).isFalse();
		assertThat(this.theirResources.timer().newTimeout((timeout) -> {
		}, 1, TimeUnit.HOURS).cancel()).isTrue();
	}

	@Test
	void watchesEachConnectionAfterTheApplicationSetItUp() {
		this.theirs.clientResources(this.theirResources);
		ClientResources ours = new ClientSetup(this.theirs.build(), LIMITS).resources();
		EmbeddedChannel channel = new EmbeddedChannel();
		channel.pipeline()
			.addLast(new ChannelInboundHandlerAdapter(), new CommandHandler(ClientOptions.create(), ours,
					new DefaultEndpoint(ClientOptions.create(), ours)));

		ours.nettyCustomizer().afterChannelInitialized(channel);

		assertThat(channel.pipeline().get(SilenceWatch.class)).isNotNull();
		assertThat(channel.pipeline().toMap().values()).<Class<?>>extracting(Object::getClass)
			.containsSequence(ChannelInboundHandlerAdapter.class, FailureWatch.class, CommandHandler.class);
		assertThat(channel.pipeline().get("theirs")).isNotNull();
		channel.finishAndReleaseAll();
		ours.shutdown().awaitUninterruptibly(10_000);
	}

	private LettuceClientConfiguration ours(boolean cluster) {
		return new ClientSetup(this.theirs.build(), LIMITS).configuration(this.theirResources, cluster);
	}

	private ClusterClientOptions clusterOptions() {
		return (ClusterClientOptions) ours(true).getClientOptions().orElseThrow();
	}

	private static RedisClusterNode node(String id, NodeFlag... flags) {
		RedisClusterNode node = RedisClusterNode.of(id);
		node.setFlags(Set.of(flags));
		return node;
	}

	/** What an application may want of a connection. */
	private static final class Naming implements NettyCustomizer {

		@Override
		public void afterChannelInitialized(Channel channel) {
			channel.pipeline().addLast("theirs", new SilenceWatch(Duration.ofHours(1)));
		}

	}

	private static final class Credentials implements RedisCredentialsProviderFactory {

		@Override
		public RedisCredentialsProvider createCredentialsProvider(RedisConfiguration configuration) {
			return () -> Mono.empty();
		}

	}

}
