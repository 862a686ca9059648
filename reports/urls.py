"""Addresses of figures."""

from django.urls import path

from reports.views import counselling, open_data, simulator, training

app_name = "reports"
urlpatterns = [
    path("koordinator/kinerja/", counselling.counselling, name="counselling"),
    path("koordinator/kinerja/<slug:table>.csv", counselling.counselling_csv, name="counselling_csv"),
    # R4: the evaluation of training
    path("reviu/evaluasi/", training.evaluation, name="evaluation"),
    path("reviu/evaluasi/<slug:table>.csv", training.evaluation_csv, name="evaluation_csv"),
    path("reviu/evaluasi/<uuid:institute_id>/", training.evaluation_institute, name="evaluation_institute"),
    # what another number in the law would cost
    path("reviu/simulator/", simulator.simulation_list, name="simulations"),
    path("reviu/simulator/baru/", simulator.simulation_ask, name="simulation_ask"),
    path("reviu/simulator/<uuid:run_id>/", simulator.simulation, name="simulation"),
    path("reviu/simulator/<uuid:run_id>/laporan.pdf", simulator.simulation_pdf, name="simulation_pdf"),
    path("reviu/simulator/<uuid:run_id>/<slug:table>.csv", simulator.simulation_csv, name="simulation_csv"),
    # Satu Data Indonesia: published counts
    path("statistik/satu-data/", open_data.open_data, name="open_data"),
    path("statistik/satu-data/peserta-perusahaan.csv", open_data.open_data_csv, name="open_data_csv"),
    path("statistik/satu-data/peserta-perusahaan.json", open_data.open_data_json, name="open_data_json"),
]
