"""Run by Alembic: its revisions go over the connection, and in the transaction, they are given."""

from alembic import context

from index.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,  # in SQLite too, where the archive begins its transactions itself
)
context.run_migrations()
