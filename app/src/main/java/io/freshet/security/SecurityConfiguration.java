package io.freshet.security;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.AuthorizeExchangeSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;

/**
 * Reading is public, writing needs a token with the right scope, in the header. There are
 * no sessions, and cookies count for nothing outside {@link PageSecurityConfiguration},
 * so there is nothing that a forged request of another site could use.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {

	@Bean
	SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http, SecurityProblems problems) {
		return http.authorizeExchange(SecurityConfiguration::authorize)
			.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults())
				.authenticationEntryPoint(problems)
				.accessDeniedHandler(problems))
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
			.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
			.requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
			.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
			.formLogin(ServerHttpSecurity.FormLoginSpec::disable)
			.logout(ServerHttpSecurity.LogoutSpec::disable)
			.build();
	}

	private static void authorize(AuthorizeExchangeSpec exchanges) {
		ScopeRules.ALL.forEach((rule) -> exchanges.matchers(rule.requests()).hasAuthority(rule.authority()));
		exchanges.pathMatchers(HttpMethod.POST, TokenController.PATH)
			.permitAll()
			.pathMatchers(HttpMethod.GET, "/**")
			.permitAll()
			.pathMatchers(HttpMethod.HEAD, "/**")
			.permitAll()
			.pathMatchers(HttpMethod.OPTIONS, "/**")
			.permitAll()
			.anyExchange()
			.authenticated();
	}

}
