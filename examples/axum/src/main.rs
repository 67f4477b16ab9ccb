//! `bursar-axum RULEBOOK [ADDRESS]`: serves the rules in a file, at 127.0.0.1:3000 where no address
//! is given.

use std::error::Error;

use bursar::{Bursar, Dialect};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("which rulebook? bursar-axum RULEBOOK [ADDRESS]")?;
    let address = args.next().unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    let bursar = Bursar::from_text(&std::fs::read_to_string(path)?, Dialect::Json)?;
    let listener = tokio::net::TcpListener::bind(&address).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, bursar_axum::router(bursar)).await?;
    Ok(())
}
