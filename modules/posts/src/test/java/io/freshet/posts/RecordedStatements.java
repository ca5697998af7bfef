package io.freshet.posts;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import org.springframework.boot.r2dbc.ConnectionFactoryDecorator;

/**
 * The statements on posts and tags that went to the database.
 */
class RecordedStatements implements ConnectionFactoryDecorator {

	private static final Pattern TABLES = Pattern.compile("\\b(post|post_tag|tag)\\b");

	private final List<String> texts = new CopyOnWriteArrayList<>();

	/**
	 * Returns the statements since this was asked before.
	 */
	List<String> take() {
		List<String> taken = this.texts.stream().filter(TABLES.asPredicate()).toList();
		this.texts.clear();
		return taken;
	}

	@Override
	public ConnectionFactory decorate(ConnectionFactory factory) {
		return new ConnectionFactory() {

			@Override
			public Publisher<? extends Connection> create() {
				return Flux.from(factory.create()).map(RecordedStatements.this::recording);
			}

			@Override
			public ConnectionFactoryMetadata getMetadata() {
				return factory.getMetadata();
			}

		};
	}

	private Connection recording(Connection connection) {
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("createStatement")) {
						this.texts.add((String) arguments[0]);
					}
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

}
