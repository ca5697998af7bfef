package io.freshet.caching.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import io.lettuce.core.api.sync.RedisCommands;

import org.springframework.util.FileSystemUtils;

/**
 * A Redis that speaks TLS with a certificate of its own making, and knows a user who may
 * do only what the caches need; a process of this machine, whatever {@link ServerKind}
 * there is.
 */
public final class TlsRedis implements AutoCloseable {

	/** Of the key store, which is thrown away. */
	private static final String PASSWORD = "changeit";

	private final RedisTalk talk = new RedisTalk();

	private final int port = LocalPort.find();

	private final Path directory;

	private final RedisServer server;

	private TlsRedis(String rules) {
		try {
			this.directory = Files.createTempDirectory("freshet-tls");
			makeCertificate();
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		this.server = EmbeddedRedisServer.temporary(LocalPort.find(),
				CacheUser.with(rules, "--tls-port", String.valueOf(this.port), "--tls-cert-file",
						certificate().toString(), "--tls-key-file", key().toString(), "--tls-ca-cert-file",
						certificate().toString(), "--tls-auth-clients", "no"));
	}

	/**
	 * Starts the server.
	 * @param rules what the user may do, in the words of {@code ACL SETUSER}
	 * @return the server
	 */
	public static TlsRedis start(String rules) {
		return new TlsRedis(rules);
	}

	/** The tool of the JDK makes a key, which Redis wants in another form. */
	private void makeCertificate() throws IOException, GeneralSecurityException {
		Path store = this.directory.resolve("redis.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "redis", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"SAN=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore",
				store.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.start();
		String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (!Files.exists(store)) {
			throw new IllegalStateException("No certificate was made: " + said);
		}
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		write(certificate(), "CERTIFICATE", keys.getCertificate("redis").getEncoded());
		write(key(), "PRIVATE KEY", keys.getKey("redis", PASSWORD.toCharArray()).getEncoded());
	}

	private static void write(Path file, String type, byte[] bytes) {
		String text = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(bytes);
		try {
			Files.writeString(file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path certificate() {
		return this.directory.resolve("redis.crt");
	}

	private Path key() {
		return this.directory.resolve("redis.key");
	}

	/**
	 * Returns the settings that point an application here.
	 * @return the properties
	 */
	public Map<String, String> properties() {
		Map<String, String> properties = new HashMap<>(CacheUser.properties());
		properties.put("spring.data.redis.host", "localhost");
		properties.put("spring.data.redis.port", String.valueOf(this.port));
		properties.put("spring.data.redis.ssl.bundle", "redis");
		properties.put("spring.ssl.bundle.pem.redis.truststore.certificate", certificate().toUri().toString());
		return properties;
	}

	/**
	 * Talks to the server as an administrator.
	 * @param <T> what is answered
	 * @param conversation what to say
	 * @return the answer
	 */
	public <T> T talk(Function<RedisCommands<String, String>, T> conversation) {
		return this.talk.with(this.server, conversation);
	}

	@Override
	public void close() {
		this.server.close();
		this.talk.close();
		FileSystemUtils.deleteRecursively(this.directory.toFile());
	}

}
