package com.example.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Starts a reverse proxy in front of the origin that {@code --origin} names.
 */
@SpringBootApplication
public class GatewayApplication {

	/**
	 * Starts the gateway.
	 * @param args command line arguments, read as properties
	 */
	public static void main(String[] args) {
		SpringApplication.run(GatewayApplication.class, args);
	}

	/**
	 * Each request goes to the origin once: left alone, the client asks a second time
	 * when a connection breaks, whatever was asked.
	 */
	@Bean
	HttpClientCustomizer asksOnce() {
		return (client) -> client.disableRetry(true);
	}

	@Bean
	HttpClientCustomizer takesInterimResponses() {
		return (client) -> client.doOnChannelInit((observer, channel, address) -> InterimResponses.takeFrom(channel))
			.doOnRequest((request, connection) -> InterimResponses.note(request, connection.channel()));
	}

	@Bean
	NettyServerCustomizer sendsInterimResponses() {
		return (server) -> server.doOnChannelInit((observer, channel, address) -> ClientConnection.watch(channel));
	}

}
