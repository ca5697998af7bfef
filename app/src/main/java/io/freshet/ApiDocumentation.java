package io.freshet;

import java.util.List;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

/**
 * What the documentation of the HTTP interface says of the whole.
 */
@Configuration(proxyBeanMethods = false)
class ApiDocumentation {

	private static final String SCHEME = "bearer";

	private static final List<String> PATHS = List.of("/openapi.json", "/docs", "/swagger-ui", "/webjars",
			"/admin/assets");

	@Bean
	OpenAPI openApi(ObjectProvider<BuildProperties> build) {
		String version = build.stream().map(BuildProperties::getVersion).findFirst().orElse("development");
		return new OpenAPI().info(new Info().title("Freshet")
			.version(version)
			.description("Posts and tags, answered from a cache that can be trusted. Reading is public;"
					+ " writing needs a bearer token with the scope `posts:write` or `tags:write`,"
					+ " looking after the caches one with `cache:admin`. The answer to a write carries `X-Freshet-Token`;"
					+ " sent back with a later request, it makes any instance answer with that write or a later one."))
			.components(new Components().addSecuritySchemes(SCHEME,
					new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("JWT")));
	}

	/** Reading needs no token, so the requirement stands at what is not read. */
	@Bean
	OpenApiCustomizer writingNeedsToken() {
		return (api) -> api.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
			boolean reads = switch (method) {
				case GET, HEAD, OPTIONS, TRACE -> !path.startsWith("/api/v1/cache");
				default -> false;
			};
			if (!reads && operation.getSecurity() == null) {
				operation.addSecurityItem(new SecurityRequirement().addList(SCHEME));
			}
		}));
	}

	/**
	 * Making the documentation looks at every class of it, and files are read, which
	 * takes time.
	 */
	@Bean
	WebFilter filesOffTheEventLoop() {
		return (exchange, chain) -> {
			String path = exchange.getRequest().getPath().value();
			Mono<Void> answer = chain.filter(exchange);
			return PATHS.stream().anyMatch(path::startsWith) ? answer.subscribeOn(Schedulers.boundedElastic()) : answer;
		};
	}

}
