//! The transport on real sockets.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use url::Url;
use wiremock::matchers::{body_string, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::super::transport::{Call, Https, Sent, Transport};

fn call(url: &str) -> Call {
    Call {
        method: Method::PUT,
        url: Url::parse(url).unwrap(),
        headers: vec![(AUTHORIZATION, HeaderValue::from_static("Bearer t"))],
        body: b"{}".to_vec(),
        timeout: Duration::from_secs(20),
    }
}

#[tokio::test]
async fn a_call_goes_out_and_its_answer_comes_back_whole() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(201).set_body_string("x".repeat(100_000)).insert_header("ETag", "e");
    Mock::given(method("PUT"))
        .and(path("/a%20b/*/@"))
        .and(header("authorization", "Bearer t"))
        .and(body_string("{}"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let answer =
        Https::new(None, None).unwrap().send(call(&format!("{}/a%20b/*/@", server.uri()))).await.unwrap();
    assert_eq!((answer.status, answer.body.len(), answer.header("etag")), (201, 100_000, Some("e")));
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let (server, other) = (MockServer::start().await, MockServer::start().await);
    Mock::given(method("PUT"))
        .respond_with(ResponseTemplate::new(307).insert_header("location", other.uri()))
        .mount(&server)
        .await;
    let answer = Https::new(None, None).unwrap().send(call(&server.uri())).await.unwrap();
    assert_eq!(answer.status, 307);
    assert!(other.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_refused_connection_was_not_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let lost = Https::new(None, None)
        .unwrap()
        .send(call(&format!("http://{address}/secret-path")))
        .await
        .unwrap_err();
    assert_eq!((lost.sent, lost.why.as_str()), (Sent::No, "connection refused"));
}

#[tokio::test]
async fn a_connection_that_breaks_may_have_been_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        use std::io::{Read, Write};
        // A client may open a spare connection; the first that sends something gets half an answer.
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            if connection.read(&mut [0; 4_096]).unwrap() > 0 {
                connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf").unwrap();
                break;
            }
        }
    });
    let lost = Https::new(None, None)
        .unwrap()
        .send(call(&format!("http://{address}/secret-path")))
        .await
        .unwrap_err();
    server.join().unwrap();
    assert_eq!(lost.sent, Sent::Perhaps);
    assert!(!lost.why.contains("secret-path"), "{}", lost.why);
}

#[tokio::test]
async fn plain_http_to_another_machine_does_not_leave() {
    let lost = Https::new(None, None).unwrap().send(call("http://192.0.2.1/")).await.unwrap_err();
    assert_eq!(lost.sent, Sent::No);
}
