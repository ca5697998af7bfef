package io.freshet.caching.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.IOUringProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.tracing.Tracing;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceSslClientConfigurationBuilder;

import io.freshet.caching.redis.RedisConnections.Limits;
import io.freshet.caching.store.LogLimit;

/**
 * How the cache talks to Redis: as the application does, but within other limits, and
 * with the master only.
 */
final class ClientSetup {

	private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(2);

	private static final int COMMANDS_IN_A_WRITE = 256;

	private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(10);

	private final LettuceClientConfiguration application;

	private final Limits limits;

	ClientSetup(LettuceClientConfiguration application, Limits limits) {
		this.application = application;
		this.limits = limits;
	}

	/**
	 * Makes resources that share the threads of the application's; to be shut down, which
	 * leaves those alone.
	 */
	ClientResources resources() {
		ClientResources theirs = this.application.getClientResources().orElse(null);
		ClientResources.Builder ours = (theirs != null) ? shared(theirs) : ClientResources.builder();
		NettyCustomizer customizer = (theirs != null) ? theirs.nettyCustomizer() : new NettyCustomizer() {
		};
		// Commands are observed already, and the spans that Lettuce would make throw
		// when a command is given up that was never sent.
		ours.tracing(Tracing.disabled());
		// Lettuce would wait for up to half a minute.
		return ours.reconnectDelay(Delay.fullJitter(Duration.ZERO, LONGEST_RECONNECT_DELAY, 50, TimeUnit.MILLISECONDS))
			.nettyCustomizer(new Watching(customizer, this.limits.deadAfter(), new LogLimit()))
			.build();
	}

	/**
	 * Changed resources count what they took over as their own, unless it is set again.
	 */
	private static ClientResources.Builder shared(ClientResources theirs) {
		return theirs.mutate()
			.eventLoopGroupProvider(theirs.eventLoopGroupProvider())
			.eventExecutorGroup(theirs.eventExecutorGroup())
			.timer(theirs.timer())
			.commandLatencyRecorder(theirs.commandLatencyRecorder());
	}

	LettuceClientConfiguration configuration(ClientResources resources, boolean cluster) {
		LettuceClientConfigurationBuilder ours = LettuceClientConfiguration.builder()
			.commandTimeout(this.limits.stepTimeout())
			.clientOptions(options(cluster))
			.clientResources(resources);
		this.application.getClientName().ifPresent(ours::clientName);
		this.application.getRedisCredentialsProviderFactory().ifPresent(ours::redisCredentialsProviderFactory);
		if (this.application.isUseSsl()) {
			LettuceSslClientConfigurationBuilder ssl = ours.useSsl().verifyPeer(this.application.getVerifyMode());
			if (this.application.isStartTls()) {
				ssl.startTls();
			}
		}
		return ours.build();
	}

	private ClientOptions options(boolean cluster) {
		ClientOptions theirs = this.application.getClientOptions().orElseGet(ClientOptions::create);
		return (cluster ? clusterOptions(theirs) : theirs.mutate()).autoReconnect(true)
			.suspendReconnectOnProtocolFailure(false)
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(this.limits.requestQueue())
			.timeoutOptions(TimeoutOptions.enabled(this.limits.stepTimeout()))
			.socketOptions(socketOptions())
			.build();
	}

	/**
	 * Nodes that failed for good are left out: a search would fail at a master whose
	 * place another one has taken long since.
	 */
	private static ClusterClientOptions.Builder clusterOptions(ClientOptions theirs) {
		ClusterClientOptions.Builder ours = ClusterClientOptions.builder(theirs);
		ClusterClientOptions cluster = (theirs instanceof ClusterClientOptions options) ? options
				: ClusterClientOptions.create();
		ClusterTopologyRefreshOptions refresh = cluster.getTopologyRefreshOptions();
		return ours.nodeFilter((node) -> isUsable(node) && cluster.getNodeFilter().test(node))
			.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
				.enablePeriodicRefresh(
						refresh.isPeriodicRefreshEnabled() ? refresh.getRefreshPeriod() : TOPOLOGY_REFRESH)
				.dynamicRefreshSources(refresh.useDynamicRefreshSources())
				.adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
				.refreshTriggersReconnectAttempts(2)
				.build());
	}

	private static boolean isUsable(RedisClusterNode node) {
		return !node.is(NodeFlag.FAIL) && !node.is(NodeFlag.NOADDR);
	}

	private SocketOptions socketOptions() {
		SocketOptions.Builder options = SocketOptions.builder()
			.connectTimeout(this.limits.connectTimeout())
			.keepAlive(KeepAliveOptions.builder()
				.enable()
				.idle(Duration.ofSeconds(5))
				.interval(Duration.ofSeconds(1))
				.count(3)
				.build());
		// Without a native transport Lettuce would refuse to connect.
		if (EpollProvider.isAvailable() || IOUringProvider.isAvailable()) {
			options
				.tcpUserTimeout(TcpUserTimeoutOptions.builder().enable().tcpUserTimeout(Duration.ofSeconds(5)).build());
		}
		return options.build();
	}

	/** Has each connection watched, after what the application does to it. */
	private record Watching(NettyCustomizer theirs, Duration deadAfter, LogLimit failures) implements NettyCustomizer {

		@Override
		public void afterBootstrapInitialized(Bootstrap bootstrap) {
			this.theirs.afterBootstrapInitialized(bootstrap);
		}

		@Override
		public void afterChannelInitialized(Channel channel) {
			this.theirs.afterChannelInitialized(channel);
			channel.pipeline().addFirst(new SilenceWatch(this.deadAfter));
			new FailureWatch(this.failures).join(channel.pipeline());
			// Commands of the same moment go out in one write.
			channel.pipeline().addFirst(new FlushConsolidationHandler(COMMANDS_IN_A_WRITE, true));
		}

	}

}
