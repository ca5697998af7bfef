package io.freshet.caching.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

import reactor.core.scheduler.Schedulers;

import io.freshet.caching.announcement.AnnouncementSender;
import io.freshet.caching.announcement.HttpAnnouncementSender;
import io.freshet.caching.announcement.HttpAnnouncementSender.Target;
import io.freshet.caching.announcement.InvalidationAnnouncer;
import io.freshet.caching.announcement.QueuedAnnouncer;
import io.freshet.caching.announcement.QueuedAnnouncer.Settings;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.web.CachedRoutes;
import io.freshet.caching.web.SurrogateKeyFilter;
import io.freshet.caching.web.SurrogateKeyHeader;

/**
 * Auto-configuration of the announcements to a CDN or to Varnish in front.
 */
@AutoConfiguration(after = ResponseCacheAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
@ConditionalOnProperty("freshet.caching.announce.url")
@EnableConfigurationProperties(AnnouncementProperties.class)
public final class AnnouncementAutoConfiguration {

	@Bean
	SurrogateKeyHeader surrogateKeyHeader(AnnouncementProperties properties) {
		return new SurrogateKeyHeader(properties.header(), (int) properties.maxHeaderSize().toBytes());
	}

	@Bean
	@ConditionalOnBean(CachedRoutes.class)
	SurrogateKeyFilter surrogateKeyFilter(SurrogateKeyHeader header, CachedRoutes routes) {
		return new SurrogateKeyFilter(header, routes);
	}

	@Bean
	@ConditionalOnMissingBean(AnnouncementSender.class)
	HttpAnnouncementSender announcementSender(AnnouncementProperties properties,
			ObjectProvider<WebClient.Builder> clients) {
		return new HttpAnnouncementSender(clients.getIfAvailable(WebClient::builder).build(),
				new Target(properties.url(), properties.method().name(), properties.header(), properties.headers(),
						properties.timeout()));
	}

	@Bean
	@ConditionalOnMissingBean(InvalidationAnnouncer.class)
	QueuedAnnouncer invalidationAnnouncer(AnnouncementProperties properties, AnnouncementSender sender,
			BackgroundWork background) {
		return new QueuedAnnouncer(
				new Settings(SurrogateKeyHeader.ALL, properties.gatherFor(), properties.batchSize(),
						(int) properties.maxHeaderSize().toBytes(), properties.queueSize(), properties.attempts(),
						properties.backoff(), properties.maxBackoff()),
				SurrogateKeyHeader::keys, sender, background, Schedulers.parallel());
	}

}
