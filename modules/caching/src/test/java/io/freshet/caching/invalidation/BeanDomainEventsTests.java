package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import io.freshet.caching.DomainEventHandler;
import io.freshet.caching.DomainEvents;

import static org.assertj.core.api.Assertions.assertThat;

class BeanDomainEventsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	@Test
	void deliversToLambdasAndClassesOfTheType() {
		try (var context = new AnnotationConfigApplicationContext(Handlers.class)) {
			publish(context, new Renamed("a"));

			assertThat(handled(context)).containsExactlyInAnyOrder("lambda Renamed[name=a]", "class Renamed[name=a]",
					"supertype Renamed[name=a]");
		}
	}

	@Test
	void deliversToHandlersOfASupertypeOnly() {
		try (var context = new AnnotationConfigApplicationContext(Handlers.class)) {
			publish(context, new Deleted("b"));

			assertThat(handled(context)).containsExactly("supertype Deleted[name=b]");
		}
	}

	@Test
	void completesWithoutAnyHandler() {
		try (var context = new AnnotationConfigApplicationContext(Handlers.class)) {
			publish(context, "nobody");

			assertThat(handled(context)).isEmpty();
		}
	}

	@Test
	void deliversNothingBeforeItIsSubscribedTo() {
		try (var context = new AnnotationConfigApplicationContext(Handlers.class)) {
			Mono<Void> cold = events(context).publish(new Renamed("a"));

			assertThat(handled(context)).isEmpty();
			StepVerifier.create(cold).expectComplete().verify(TIMEOUT);
			assertThat(handled(context)).hasSize(3);
		}
	}

	@Test
	void stopsAtTheFirstErrorAndPassesItOn() {
		try (var context = new AnnotationConfigApplicationContext(Failing.class)) {
			StepVerifier.create(events(context).publish(new Renamed("a"))).expectErrorMessage("no").verify(TIMEOUT);

			assertThat(handled(context)).containsExactly("first");
		}
	}

	@Test
	void handsTheReactorContextToItsHandlers() {
		try (var context = new AnnotationConfigApplicationContext(ReadsContext.class)) {
			StepVerifier
				.create(events(context).publish(new Renamed("a")).contextWrite((reactor) -> reactor.put("who", "me")))
				.expectComplete()
				.verify(TIMEOUT);

			assertThat(handled(context)).containsExactly("me");
		}
	}

	@Test
	void refusesAHandlerThatDoesNotSayWhatItHandles() {
		try (var context = new AnnotationConfigApplicationContext(Handlers.class)) {
			DomainEventHandler<Renamed> nameless = (event) -> Mono.empty();
			context.getBeanFactory().registerSingleton("nameless", nameless);

			StepVerifier.create(events(context).publish(new Renamed("a")))
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
					.hasMessageContaining("'nameless'")
					.hasMessageContaining("type argument"))
				.verify(TIMEOUT);
		}
	}

	private static void publish(AnnotationConfigApplicationContext context, Object event) {
		StepVerifier.create(events(context).publish(event)).expectComplete().verify(TIMEOUT);
	}

	private static DomainEvents events(AnnotationConfigApplicationContext context) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		return new BeanDomainEvents(beans);
	}

	@SuppressWarnings("unchecked")
	private static List<String> handled(AnnotationConfigApplicationContext context) {
		return (List<String>) context.getBean("handled");
	}

	private interface Event {

	}

	private record Renamed(String name) implements Event {
	}

	private record Deleted(String name) implements Event {
	}

	private record ClassHandler(List<String> handled) implements DomainEventHandler<Renamed> {

		@Override
		public Mono<Void> handle(Renamed event) {
			return Mono.fromRunnable(() -> this.handled.add("class " + event));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		private final List<String> handled = new ArrayList<>();

		@Bean
		List<String> handled() {
			return this.handled;
		}

		@Bean
		DomainEventHandler<Renamed> lambda() {
			return (event) -> Mono.fromRunnable(() -> this.handled.add("lambda " + event));
		}

		@Bean
		ClassHandler classHandler() {
			return new ClassHandler(this.handled);
		}

		@Bean
		DomainEventHandler<Event> supertype() {
			return (event) -> Mono.fromRunnable(() -> this.handled.add("supertype " + event));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		private final List<String> handled = new ArrayList<>();

		@Bean
		List<String> handled() {
			return this.handled;
		}

		@Bean
		@Order(1)
		DomainEventHandler<Renamed> first() {
			return (event) -> Mono.fromRunnable(() -> this.handled.add("first"))
				.then(Mono.error(new IllegalStateException("no")));
		}

		@Bean
		@Order(2)
		DomainEventHandler<Renamed> second() {
			return (event) -> Mono.fromRunnable(() -> this.handled.add("second"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReadsContext {

		private final List<String> handled = new ArrayList<>();

		@Bean
		List<String> handled() {
			return this.handled;
		}

		@Bean
		DomainEventHandler<Renamed> reader() {
			return (event) -> Mono.deferContextual((context) -> {
				this.handled.add(context.get("who"));
				return Mono.empty();
			});
		}

	}

}
