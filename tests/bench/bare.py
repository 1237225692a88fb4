"""The yardstick: Flask, SQLAlchemy and Jinja, one query, a page of 24 rows, and nothing else."""

from __future__ import annotations

from flask import Flask, render_template_string
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

PAGE = """<!doctype html><html lang="fa" dir="rtl"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<ul>{% for row in rows %}<li><a href="/p/{{ row.slug }}"><img src="/media/{{ row.picture }}" alt="{{ row.title }}">
<h3>{{ row.title }}</h3><p>{{ row.maker }}</p><p>{{ "{:,}".format(row.price) }}</p></a></li>{% endfor %}
</ul></body></html>"""


class Base(DeclarativeBase):
    """The yardstick's own table."""


class Row(Base):
    __tablename__ = "row"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    title: Mapped[str]
    maker: Mapped[str]
    picture: Mapped[str]
    price: Mapped[int]


def create(folder: str) -> Flask:
    """The program, with a thousand rows in its own SQLite file."""
    engine = create_engine(f"sqlite:///{folder}/bare.sqlite3")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(
            Row(slug=f"p-{n}", title=f"زنبیل حصیری {n}", maker="مریم بوشهری", picture=f"{n}.avif", price=10_000 * n)
            for n in range(1, 1001)
        )
        session.commit()
    app = Flask("bare")

    @app.get("/")
    def page() -> str:
        with Session(engine) as session:
            rows = session.scalars(select(Row).order_by(Row.id.desc()).limit(24)).all()
            return render_template_string(PAGE, title="کالاها", rows=rows)

    return app
